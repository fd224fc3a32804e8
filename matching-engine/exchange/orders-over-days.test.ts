import { describe, expect, test } from 'vitest';
import type { NewOrder } from '#contracts/messages/engine-commands.ts';
import {
  buy,
  DAY,
  define,
  marketSell,
  NEXT_DAY,
  sell,
  setPhase,
  stop,
} from '#test/support/engine/commands.ts';
import { market } from '#test/support/engine/market.ts';

describe('orders over days', () => {
  const gtd = (orderId: string, expiresOn: string): NewOrder =>
    buy(orderId, 100, 2880, { timeInForce: 'GTD', expiresOn });

  test('[DAY_ENDS] DAY and AT_CLOSE orders expire with their day, stops too', () => {
    const { reportLines } = market(
      buy('d', 100, 2880),
      stop('x', 'SELL', 100, 2800),
      sell('c', 100, 2900, { timeInForce: 'AT_CLOSE' }),
      marketSell('m', 100, { timeInForce: 'AT_CLOSE' }),
    );
    expect(reportLines(setPhase('CLOSED'))).toEqual([
      'd expired END_OF_DAY',
      'x expired END_OF_DAY',
      'c expired AUCTION',
      'm expired AUCTION',
    ]);
  });

  test('[GTC_STAYS] a GTC order trades on a later day, with its priority', () => {
    const { reportLines } = market(buy('g', 100, 2880, { timeInForce: 'GTC' }));
    expect(
      reportLines(setPhase('CLOSED'), setPhase('CONTINUOUS', NEXT_DAY), setPhase('CLOSED', NEXT_DAY)),
    ).toEqual([]);
    expect(
      reportLines(setPhase('CONTINUOUS', '2026-03-18'), buy('h', 100, 2880), sell('s', 100, 2880)),
    ).toContain('g filled 100 at 2880, 0 left');
  });

  test('[GTD_ENDS] a GTD order expires when its last day closes', () => {
    const { reportLines } = market(gtd('a', DAY), gtd('b', NEXT_DAY));
    expect(reportLines(setPhase('CLOSED'))).toEqual(['a expired EXPIRY_DATE']);
    expect(reportLines(setPhase('CONTINUOUS', NEXT_DAY))).toEqual([]);
    expect(reportLines(setPhase('CLOSED', NEXT_DAY))).toEqual(['b expired EXPIRY_DATE']);
  });

  test('[GTD_ENDS] a GTD order whose last day has no session expires before the next one', () => {
    const { reportLines } = market(gtd('a', '2026-03-21'), gtd('b', '2026-03-23'));
    expect(reportLines(setPhase('CLOSED'))).toEqual([]);
    expect(reportLines(setPhase('CONTINUOUS', '2026-03-23'))).toEqual(['a expired EXPIRY_DATE']);
  });

  const split = { kind: 'SPLIT', amountPerShare: null, factor: '2', pricePerShare: null } as const;
  const dividend = { kind: 'DIVIDEND', amountPerShare: '0.50', factor: null, pricePerShare: null } as const;

  test('[EX_DAY_CANCELS_ORDERS] open orders are canceled on the ex-day, stops too, and those of other tickers stay', () => {
    const { reports } = market(
      define({ version: 2, exActions: [{ ...dividend, exDate: NEXT_DAY }] }),
      define({ ticker: 'VALE3' }),
      buy('g', 100, 2880, { timeInForce: 'GTC' }),
      stop('x', 'SELL', 100, 2800, { timeInForce: 'GTC' }),
      gtd('d', '2026-03-20'),
      buy('v', 100, 2880, { timeInForce: 'GTC', ticker: 'VALE3' }),
      setPhase('CLOSED'),
    );
    const canceled = { type: 'CANCELED', reason: 'CORPORATE_ACTION', requestId: null, tradeDate: NEXT_DAY };
    expect(reports(setPhase('PRE_OPEN', NEXT_DAY))).toMatchObject(
      ['g', 'x', 'd'].map((orderId) => ({ ...canceled, orderId })),
    );
    expect(reports(setPhase('PRE_OPEN', '2026-03-18'))).toEqual([]);
  });

  test('[ADJUSTED_PREVIOUS_CLOSE] the close of the record date is adjusted on the ex-day, and the band with it', () => {
    const exActions = [
      { ...split, exDate: NEXT_DAY },
      { ...dividend, exDate: NEXT_DAY },
      { ...dividend, exDate: '2026-03-18' },
    ];
    const own = market(define({ version: 2, exActions }), sell('l1', 100, 2890), buy('l2', 100, 2890));
    own.marketData(setPhase('CLOSED'));
    expect(own.marketData(setPhase('OPENING_CALL', NEXT_DAY))).toMatchObject([{ previousCloseTicks: 1420 }]);
    expect(own.reportLines(buy('b', 100, 1846), sell('h', 100, 1847), sell('i', 100, 994))).toEqual([
      'b accepted at 1846',
      'h rejected PRICE_BAND',
      'i accepted at 994',
    ]);
    // Two days at once: the engine was down.
    expect(
      market(define({ version: 2, exActions }), sell('l1', 100, 2890), buy('l2', 100, 2890)).marketData(
        setPhase('PRE_OPEN', '2026-03-18'),
      ),
    ).toMatchObject([{ previousCloseTicks: 1370 }]);
  });

  test('[ADJUSTED_PREVIOUS_CLOSE] an ex-day of the past adjusts nothing', () => {
    const own = market(sell('l1', 100, 2890), buy('l2', 100, 2890));
    own.marketData(setPhase('CLOSED'), define({ version: 2, exActions: [{ ...split, exDate: DAY }] }));
    expect(own.marketData(setPhase('PRE_OPEN', NEXT_DAY))).toMatchObject([{ previousCloseTicks: 2890 }]);
  });

  test("[ADJUSTED_PREVIOUS_CLOSE] a close adjusted after the session becomes the next session's previous close; one adjusted during the session does not", () => {
    const own = market(sell('l1', 100, 2890), buy('l2', 100, 2890));
    own.marketData(define({ version: 2, previousCloseCentavos: 2800 }));
    own.marketData(setPhase('CLOSED'), define({ version: 3, previousCloseCentavos: 1445 }));
    expect(own.marketData(setPhase('PRE_OPEN', NEXT_DAY))).toMatchObject([{ previousCloseTicks: 1445 }]);
    expect(own.marketData(setPhase('PRE_OPEN', '2026-03-18'))).toMatchObject([{ previousCloseTicks: 1445 }]);
  });
});
