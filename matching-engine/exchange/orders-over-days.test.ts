import { describe, expect, test } from 'vitest';
import type { NewOrder } from '#contracts/messages/engine-commands.ts';
import { buy, DAY, define, marketSell, NEXT_DAY, sell, setPhase, stop } from '#test/engine/commands.ts';
import { market } from '#test/engine/market.ts';

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

  test("[ADJUSTED_PREVIOUS_CLOSE] a close adjusted after the session becomes the next session's previous close; one adjusted during the session does not", () => {
    const own = market(sell('l1', 100, 2890), buy('l2', 100, 2890));
    own.marketData(define({ version: 2, previousCloseCentavos: 2800 }));
    own.marketData(setPhase('CLOSED'), define({ version: 3, previousCloseCentavos: 1445 }));
    expect(own.marketData(setPhase('PRE_OPEN', NEXT_DAY))).toMatchObject([{ previousCloseTicks: 1445 }]);
    expect(own.marketData(setPhase('PRE_OPEN', '2026-03-18'))).toMatchObject([{ previousCloseTicks: 1445 }]);
  });
});
