import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { RENUMBERED_FROM } from '../market/renumbering.ts';
import type { Side } from '../orders/order.ts';
import { CANDLE_INTERVALS, openingOf } from './candles.ts';
import type { MarketEvent } from './events.ts';
import { applyEvent, foreignness, newTicker, type FoldStep, type TickerState, type Trade } from './fold.ts';
import { averagePriceTenThousandths, changeBasisPoints, changeCentavos } from './quote.ts';

const OPEN_MS = Date.parse('2026-03-16T13:00:00Z');
const TICK_CENTAVOS = 5;
const start = (): TickerState =>
  newTicker('PETR4', { tradeDate: '2026-03-16', atMs: OPEN_MS, previousClose: 2_800, phase: 'CLOSED' });

type Body = MarketEvent extends infer E ? (E extends MarketEvent ? Omit<E, Common> : never) : never;
type Common = 'ticker' | 'sequence' | 'tickCentavos' | 'atMs' | 'tradeDate';

/** Adds sequences to events as the exchange does. */
function events(bodies: readonly Body[], stepMs = 7_000, tradeDate = '2026-03-16'): MarketEvent[] {
  let tradeSequence = 0;
  return bodies.map((body, index) => ({
    ticker: 'PETR4',
    sequence: index + 1,
    tickCentavos: TICK_CENTAVOS,
    atMs: OPEN_MS + index * stepMs,
    tradeDate,
    ...(body.type === 'TRADE' ? { ...body, tradeSequence: ++tradeSequence } : body),
  }));
}

function run(all: readonly MarketEvent[], from = start()): { state: TickerState; steps: FoldStep[] } {
  const steps: FoldStep[] = [];
  let state = from;
  for (const event of all) {
    const step = applyEvent(state, event);
    if (step) steps.push(step);
    state = step?.state ?? state;
  }
  return { state, steps };
}

const trade = (priceTicks: number, quantity: number): Body => ({
  type: 'TRADE',
  tradeId: 't',
  tradeSequence: 0,
  priceTicks,
  quantity,
  aggressor: 'BUY',
});
const level = (side: Side, priceTicks: number, quantity: number): Body => ({
  type: 'BOOK_CHANGED',
  changes: [{ side, priceTicks, quantity, orders: quantity === 0 ? 0 : 1 }],
});
const phase = (name: 'CONTINUOUS' | 'CLOSED', previousCloseTicks: number | null = null): Body => ({
  type: 'PHASE_CHANGED',
  phase: name,
  previousCloseTicks,
});

const side = fc.constantFrom<Side>('BUY', 'SELL');
const anyBody: fc.Arbitrary<Body> = fc.oneof(
  fc.tuple(fc.integer({ min: 1, max: 9 }), fc.integer({ min: 1, max: 500 })).map(([p, q]) => trade(p, q)),
  fc
    .array(fc.tuple(side, fc.integer({ min: 1, max: 9 }), fc.nat(3)), { minLength: 1, maxLength: 4 })
    .map((changes): Body => ({
      type: 'BOOK_CHANGED',
      changes: changes.map(([s, priceTicks, quantity]) => ({
        side: s,
        priceTicks,
        quantity,
        orders: quantity,
      })),
    })),
  fc.constantFrom(phase('CONTINUOUS'), phase('CLOSED', 570)),
  fc.constantFrom<Body>(
    { type: 'THEORETICAL', priceTicks: 571, quantity: 400 },
    { type: 'THEORETICAL', priceTicks: null, quantity: 0 },
  ),
);
const anyEvents = fc.array(anyBody, { maxLength: 60 }).map((bodies) => events(bodies));

describe('folding', () => {
  test('ignores repeated events in any position', () => {
    fc.assert(
      fc.property(anyEvents, fc.array(fc.tuple(fc.nat(), fc.nat()), { maxLength: 20 }), (all, repeats) => {
        const disturbed = [...all];
        for (const [which, where] of repeats) {
          if (all.length === 0) break;
          const event = all[which % all.length] as MarketEvent;
          const first = disturbed.indexOf(event);
          disturbed.splice(first + 1 + (where % (disturbed.length - first)), 0, event);
        }
        expect(run(disturbed)).toEqual(run(all));
      }),
    );
  });

  test('continues from a stored state as without a restart', () => {
    fc.assert(
      fc.property(anyEvents, fc.nat(60), (all, cut) => {
        const stored = JSON.parse(JSON.stringify(run(all.slice(0, cut)).state)) as TickerState;
        expect(run(all.slice(cut), stored).state).toEqual(run(all).state);
      }),
    );
  });

  test('sorts changed levels, and shows the best prices in the quote', () => {
    fc.assert(
      fc.property(anyEvents, (all) => {
        const model = new Map<string, number>();
        for (const event of all)
          if (event.type === 'BOOK_CHANGED')
            for (const change of event.changes)
              model.set(`${change.side} ${change.priceTicks * TICK_CENTAVOS}`, change.quantity);
        const expected = (of: Side, sign: number) =>
          [...model]
            .filter(([key, quantity]) => key.startsWith(of) && quantity > 0)
            .map(([key, quantity]) => [Number(key.split(' ')[1]), quantity] as const)
            .sort(([a], [b]) => sign * (a - b));
        const { state } = run(all);
        const shown = (levels: TickerState['book']['bids']) =>
          levels.map((one) => [one.priceCentavos, one.quantity] as const);
        expect(shown(state.book.bids)).toEqual(expected('BUY', -1));
        expect(shown(state.book.asks)).toEqual(expected('SELL', 1));
        expect([state.quote.bid, state.quote.bidQuantity]).toEqual(expected('BUY', -1)[0] ?? [null, null]);
        expect([state.quote.ask, state.quote.askQuantity]).toEqual(expected('SELL', 1)[0] ?? [null, null]);
      }),
    );
  });

  test('numbers quotes, books and trades in steps of one', () => {
    fc.assert(
      fc.property(anyEvents, (all) => {
        const { steps } = run(all);
        const stepped = (sequences: readonly number[], first: number) =>
          expect(sequences).toEqual(sequences.map((_, index) => first + index));
        stepped(
          steps.flatMap((step) => step.quote?.sequence ?? []),
          2,
        );
        stepped(
          steps.flatMap((step) => step.book?.sequence ?? []),
          2,
        );
        stepped(
          steps.flatMap((step) => step.trade?.sequence ?? []),
          1,
        );
      }),
    );
  });

  test('builds the same candles as a plain aggregation of the trades', () => {
    fc.assert(
      fc.property(anyEvents, (all) => {
        const { steps, state } = run(all);
        const trades = steps.flatMap((step) => step.trade ?? []);
        for (const interval of CANDLE_INTERVALS) {
          const byOpening = new Map<number, Trade[]>();
          for (const one of trades) {
            const opening = openingOf(interval, one);
            byOpening.set(opening, [...(byOpening.get(opening) ?? []), one]);
          }
          const emitted = new Map(
            steps
              .flatMap((step) => step.candles.filter((one) => one.interval === interval))
              .map((one) => [one.openedAtMs, one]),
          );
          const expected = [...byOpening].map(([openedAtMs, inside]) => {
            const prices = inside.map((one) => one.priceCentavos);
            return {
              ...{ ticker: 'PETR4', interval, openedAtMs, open: prices[0], close: prices.at(-1) },
              ...{ high: Math.max(...prices), low: Math.min(...prices), tradeCount: inside.length },
              volume: inside.reduce((sum, one) => sum + one.quantity, 0),
              turnoverCentavos: inside.reduce((sum, one) => sum + one.quantity * one.priceCentavos, 0),
              ...{ lastTradeSequence: inside.at(-1)?.sequence, isClosed: expect.any(Boolean) as boolean },
            };
          });
          expect([...emitted.values()]).toEqual(expected);
          expect(state.candles.newest[interval]).toEqual(expected.at(-1) ?? null);
        }
      }),
    );
  });
});

describe('the quote', () => {
  test('has the figures of the day', () => {
    const { state } = run(
      events([phase('CONTINUOUS', 560), trade(562, 300), trade(570, 100), trade(558, 200)]),
    );
    expect(state.quote).toMatchObject({
      ...{ phase: 'CONTINUOUS', previousClose: 2_800, open: 2_810, high: 2_850, low: 2_790, last: 2_790 },
      ...{ volume: 600, tradeCount: 3, turnoverCentavos: 300 * 2_810 + 100 * 2_850 + 200 * 2_790 },
    });
    expect(changeCentavos(state.quote)).toBe(-10);
    expect(changeBasisPoints(state.quote)).toBe(-36);
    expect(averagePriceTenThousandths(state.quote)).toBe(281_000);
  });

  test('resets on a new day, with the last price or the published close as previous close', () => {
    const first = run(events([trade(570, 100)])).state;
    const [next] = events([level('BUY', 500, 100)], 0, '2026-03-17').map((one) => ({ ...one, sequence: 2 }));
    const rolled = run([next as MarketEvent], first).state.quote;
    expect(rolled).toMatchObject({
      tradeDate: '2026-03-17',
      previousClose: 2_850,
      last: null,
      volume: 0,
      bid: 2_500,
    });
    const [phaseEvent] = events([phase('CLOSED', 571)], 0, '2026-03-17').map((one) => ({
      ...one,
      sequence: 2,
    }));
    expect(run([phaseEvent as MarketEvent], first).state.quote).toMatchObject({
      previousClose: 2_855,
      last: null,
    });
  });

  test('keeps its sequence when nothing changes', () => {
    const { steps } = run(events([level('BUY', 500, 100), level('BUY', 400, 100)]));
    expect(steps.map((step) => step.quote?.sequence)).toEqual([2, undefined]);
    expect(steps.map((step) => step.book?.sequence)).toEqual([2, 3]);
  });

  test('shows a theoretical price only in a call', () => {
    const theoretical: Body = { type: 'THEORETICAL', priceTicks: 571, quantity: 400 };
    const call: Body = { type: 'PHASE_CHANGED', phase: 'CLOSING_CALL', previousCloseTicks: null };
    expect(run(events([call, theoretical])).state.quote).toMatchObject({ theoreticalPrice: 2_855 });
    expect(run(events([call, theoretical, phase('CLOSED')])).state.quote).toMatchObject({
      theoreticalPrice: null,
    });
  });
});

describe('a lost event', () => {
  const snapshot: Body = {
    type: 'BOOK_SNAPSHOT',
    phase: 'CONTINUOUS',
    bids: [{ priceTicks: 560, quantity: 100, orders: 1 }],
    asks: [],
  };
  const all = events([
    level('BUY', 500, 100),
    level('BUY', 501, 100),
    level('BUY', 502, 100),
    trade(5, 1),
    snapshot,
  ]);
  const without = (lost: number) => all.filter((one) => one.sequence !== lost);

  test('clears the prices of the book until the next snapshot', () => {
    const { steps, state } = run(without(2));
    expect(steps.map((step) => step.missing)).toEqual([0, 1, 0, 0]);
    expect(steps.map((step) => step.quote?.bid)).toEqual([2_500, null, null, 2_800]);
    expect(steps.map((step) => step.book !== null)).toEqual([true, false, false, true]);
    expect(state).toMatchObject({ bookKnown: true, book: { sequence: 3, bids: [{ priceCentavos: 2_800 }] } });
  });

  test('is detected even before the first received event, unless that event is a snapshot', () => {
    expect(run(all.slice(1)).steps[0]).toMatchObject({ missing: 1, book: null });
    expect(run(all.slice(4)).state.bookKnown).toBe(true);
  });
});

describe('the journal of the exchange', () => {
  const all = events([level('BUY', 560, 100), level('BUY', 560, 200)]).map((event) => ({
    ...event,
    journalId: 'jnl_a',
  }));
  const { state } = run(all);
  const next = { ...events([level('BUY', 560, 300)])[0], journalId: 'jnl_a' } as MarketEvent;
  const laterMs = state.eventAtMs + 1;

  test.each([
    ['the next event', { sequence: 3, atMs: laterMs }, null],
    ['a repeat', { sequence: 1 }, null],
    ['an event of another journal', { sequence: 3, atMs: laterMs, journalId: 'jnl_b' }, 'OTHER_JOURNAL'],
    ['a first event of another journal', { sequence: 1, journalId: 'jnl_b' }, 'OTHER_JOURNAL'],
    ['a new event with an old sequence', { sequence: 2, atMs: laterMs }, 'OLDER_JOURNAL'],
    ['a journal that goes on for a lost one', { sequence: RENUMBERED_FROM + 1, journalId: 'jnl_b' }, null],
  ] as const)('%s', (_case, change, expected) => {
    const event = { ...next, ...change };
    expect(foreignness(state, event)).toBe(expected);
    if (expected !== null) expect(applyEvent(state, event)).toBeNull();
    else if (event.sequence > RENUMBERED_FROM)
      expect(applyEvent(state, event)).toMatchObject({
        missing: 1,
        missingTrades: 0,
        state: { bookKnown: false },
      });
  });
});
