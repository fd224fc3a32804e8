import { describe, expect, test } from 'vitest';
import type { EngineMarketData } from '#contracts/messages/engine-market-data.ts';
import { buy, DAY, define, NEXT_DAY, sell, setPhase } from '#test/support/engine/commands.ts';
import { createNaiveBook } from '../../core/naive/naive-book.ts';
import type { ExchangeCommand } from '../commands.ts';
import { createExchange } from '../exchange.ts';

function marketDataOf() {
  const exchange = createExchange({ book: createNaiveBook });
  let nowMs = 1_000;
  return (...commands: readonly ExchangeCommand[]): EngineMarketData[] =>
    commands.flatMap((command) =>
      exchange
        .apply(command, nowMs++)
        .flatMap((event) => (event.kind === 'MARKET_DATA' ? [event.message] : [])),
    );
}

describe('a session', () => {
  test('begins with the previous close of the instrument', () => {
    const apply = marketDataOf();
    expect(apply(define())).toEqual([]);
    expect(apply(setPhase('CONTINUOUS'))).toMatchObject([
      { type: 'PHASE_CHANGED', phase: 'CONTINUOUS', previousCloseTicks: 2890, tradeDate: DAY, sequence: 1 },
    ]);
    expect(apply(setPhase('CONTINUOUS'))).toEqual([]);
    expect(apply(setPhase('CLOSED'))).toMatchObject([{ phase: 'CLOSED', previousCloseTicks: null }]);
  });

  test("takes the last trade as its previous close, and expires the old session's orders under the old date", () => {
    const apply = marketDataOf();
    apply(define(), setPhase('CONTINUOUS'), sell('s', 300, 2901), buy('b', 100, 2901));
    expect(apply(setPhase('CONTINUOUS', NEXT_DAY))).toMatchObject([
      { type: 'BOOK_CHANGED', tradeDate: DAY, changes: [{ side: 'SELL', priceTicks: 2901, quantity: 0 }] },
      { type: 'PHASE_CHANGED', tradeDate: NEXT_DAY, previousCloseTicks: 2901 },
    ]);
    expect(apply(setPhase('CONTINUOUS', '2026-03-18'))).toMatchObject([{ previousCloseTicks: 2901 }]);
  });

  test('emits the phase of an instrument that is listed during it', () => {
    const apply = marketDataOf();
    apply(setPhase('CONTINUOUS'));
    expect(apply(define({ ticker: 'VALE3', previousCloseCentavos: 6001 }))).toMatchObject([
      { ticker: 'VALE3', phase: 'CONTINUOUS', previousCloseTicks: 6001, sequence: 1 },
    ]);
  });
});

describe('new facts about an instrument', () => {
  test('are ignored when older or repeated', () => {
    const apply = marketDataOf();
    apply(setPhase('CONTINUOUS'), define({ version: 2 }));
    expect(
      apply(define({ version: 2, previousCloseCentavos: 1 }), define({ version: 1, lotSize: 7 })),
    ).toEqual([]);
  });

  test('an adjusted previous close replaces the last trade', () => {
    const apply = marketDataOf();
    apply(define(), setPhase('CONTINUOUS'));
    expect(apply(define({ version: 2, previousCloseCentavos: 1445 }))).toMatchObject([
      { type: 'PHASE_CHANGED', previousCloseTicks: 1445 },
    ]);
  });

  test('a new tick cancels resting orders and converts reference prices', () => {
    const apply = marketDataOf();
    apply(define(), setPhase('CONTINUOUS'), sell('s', 200, 2901), buy('b', 100, 2901));
    expect(apply(define({ version: 2, tickCentavos: 5 }))).toMatchObject([
      { type: 'BOOK_CHANGED', tickCentavos: 1, changes: [{ priceTicks: 2901, quantity: 0 }] },
      { type: 'PHASE_CHANGED', tickCentavos: 5, previousCloseTicks: 578 },
    ]);
    expect(apply(setPhase('CONTINUOUS', NEXT_DAY))).toMatchObject([{ previousCloseTicks: 580 }]);
  });
});

describe('market data', () => {
  test('has one book message per command and ticker, with the totals after the command', () => {
    const apply = marketDataOf();
    apply(define(), setPhase('CONTINUOUS'), sell('s', 100, 2900), sell('t', 100, 2900), sell('u', 100, 2901));
    const messages = apply(buy('b', 300, 2900));
    expect(messages.map(({ type, sequence }) => `${type} ${sequence}`)).toEqual([
      'TRADE 5',
      'TRADE 6',
      'BOOK_CHANGED 7',
    ]);
    expect(messages.at(-1)).toMatchObject({
      changes: [
        { side: 'BUY', priceTicks: 2900, quantity: 100, orders: 1 },
        { side: 'SELL', priceTicks: 2900, quantity: 0, orders: 0 },
      ],
    });
  });

  test('has the whole book on request, best first', () => {
    const apply = marketDataOf();
    apply(define(), setPhase('CONTINUOUS'), buy('a', 100, 2889), buy('b', 200, 2890), buy('c', 100, 2890));
    expect(apply({ v: 1, type: 'PUBLISH_BOOK', ticker: 'PETR4' })).toMatchObject([
      {
        type: 'BOOK_SNAPSHOT',
        phase: 'CONTINUOUS',
        bids: [
          { priceTicks: 2890, quantity: 300, orders: 2 },
          { priceTicks: 2889, quantity: 100, orders: 1 },
        ],
        asks: [],
      },
    ]);
    expect(apply({ v: 1, type: 'PUBLISH_BOOK', ticker: 'XXXX9' })).toEqual([]);
  });
});
