import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { isCall, PHASES, type Phase } from '../market/phase.ts';
import type { Side } from '../orders/order.ts';
import type { MarketEvent } from './events.ts';
import { applyEvent, newTicker, type TickerState } from './fold.ts';

const DAYS = ['2026-03-16', '2026-03-17', '2026-03-18'];
const TICK_CENTAVOS = 5;

type Body = MarketEvent extends infer E ? (E extends MarketEvent ? Omit<E, Common> : never) : never;
type Common = 'ticker' | 'sequence' | 'tickCentavos' | 'atMs' | 'tradeDate';

/** An input of the exchange model. */
type ModelInput =
  | { readonly what: 'level'; readonly side: Side; readonly priceTicks: number; readonly quantity: number }
  | { readonly what: 'trade'; readonly priceTicks: number; readonly quantity: number }
  | { readonly what: 'phase'; readonly phase: Phase }
  | { readonly what: 'theoretical'; readonly priceTicks: number | null }
  | { readonly what: 'day' }
  | { readonly what: 'snapshot' };

/** Model of the exchange: publishes events for inputs, and snapshots of its state. */
function createExchangeModel() {
  const levels = new Map<string, { side: Side; priceTicks: number; quantity: number }>();
  let sequence = 0;
  let tradeSequence = 0;
  let day = 0;
  let phase: Phase = 'CLOSED';
  let last: number | null = null;
  let previousClose: number | null = 560;
  let theoretical: { priceTicks: number; quantity: number } | null = null;
  const publish = (body: Body): MarketEvent => ({
    ticker: 'PETR4',
    sequence: ++sequence,
    tickCentavos: TICK_CENTAVOS,
    atMs: sequence * 1_000,
    tradeDate: DAYS[day] ?? '',
    ...body,
  });
  const sideOf = (of: Side) =>
    [...levels.values()]
      .filter(({ side }) => side === of)
      .map(({ priceTicks, quantity }) => ({ priceTicks, quantity, orders: 1 }));
  const snapshot = (): MarketEvent =>
    publish({
      type: 'BOOK_SNAPSHOT',
      phase,
      bids: sideOf('BUY'),
      asks: sideOf('SELL'),
      ...(last === null ? {} : { lastTradeTicks: last }),
      ...(previousClose === null ? {} : { previousCloseTicks: previousClose }),
      ...(theoretical ? { theoretical } : {}),
      tradeSequence,
    });
  const apply = (one: ModelInput): MarketEvent[] => {
    switch (one.what) {
      case 'level': {
        const { side, priceTicks, quantity } = one;
        levels.set(`${side} ${priceTicks}`, { side, priceTicks, quantity });
        if (quantity === 0) levels.delete(`${side} ${priceTicks}`);
        return [
          publish({ type: 'BOOK_CHANGED', changes: [{ side, priceTicks, quantity, orders: quantity && 1 }] }),
        ];
      }
      case 'trade': {
        const { priceTicks, quantity } = one;
        last = priceTicks;
        const ids = { tradeId: `t${++tradeSequence}`, tradeSequence };
        return [
          publish({ type: 'TRADE', ...ids, priceTicks, quantity, aggressor: isCall(phase) ? null : 'BUY' }),
        ];
      }
      case 'phase':
        phase = one.phase;
        if (!isCall(phase)) theoretical = null;
        return [publish({ type: 'PHASE_CHANGED', phase, previousCloseTicks: null })];
      case 'theoretical': {
        if (!isCall(phase)) return [];
        const { priceTicks } = one;
        theoretical = priceTicks === null ? null : { priceTicks, quantity: 400 };
        return [publish({ type: 'THEORETICAL', priceTicks, quantity: theoretical?.quantity ?? 0 })];
      }
      case 'day':
        if (day === DAYS.length - 1) return [];
        day += 1;
        previousClose = last ?? previousClose;
        last = null;
        theoretical = null;
        phase = 'PRE_OPEN';
        return [publish({ type: 'PHASE_CHANGED', phase, previousCloseTicks: previousClose })];
      case 'snapshot':
        return [snapshot()];
    }
  };
  return { apply, snapshot };
}

const priceTicks = fc.integer({ min: 1, max: 9 });
const modelInput: fc.Arbitrary<ModelInput> = fc.oneof(
  {
    weight: 4,
    arbitrary: fc.record({
      what: fc.constant('level' as const),
      side: fc.constantFrom<Side>('BUY', 'SELL'),
      priceTicks,
      quantity: fc.nat(3),
    }),
  },
  {
    weight: 3,
    arbitrary: fc.record({
      what: fc.constant('trade' as const),
      priceTicks,
      quantity: fc.integer({ min: 1, max: 9 }),
    }),
  },
  {
    weight: 2,
    arbitrary: fc.record({ what: fc.constant('phase' as const), phase: fc.constantFrom(...PHASES) }),
  },
  {
    weight: 3,
    arbitrary: fc.record({ what: fc.constant('theoretical' as const), priceTicks: fc.option(priceTicks) }),
  },
  { weight: 1, arbitrary: fc.constant<ModelInput>({ what: 'day' }) },
  { weight: 1, arbitrary: fc.constant<ModelInput>({ what: 'snapshot' }) },
);
/** A stream that ends with a snapshot, and the same stream with lost events before the snapshot. */
const disturbed = fc
  .record({
    inputs: fc.array(modelInput, { maxLength: 60 }),
    lost: fc.array(fc.nat(59), { maxLength: 30 }),
  })
  .map(({ inputs, lost }) => {
    const model = createExchangeModel();
    const whole = [...inputs.flatMap(model.apply), model.snapshot()];
    const kept = whole.filter((_, index) => index === whole.length - 1 || !lost.includes(index));
    return { whole, kept };
  });

const start = (): TickerState =>
  newTicker('PETR4', { tradeDate: '2026-03-16', atMs: 0, previousClose: 2_800, phase: 'CLOSED' });
const steps = (events: readonly MarketEvent[]) => {
  let state = start();
  return events.flatMap((event) => {
    const step = applyEvent(state, event);
    if (step) state = step.state;
    return step ? [step] : [];
  });
};
/** The state that a snapshot restores. */
const recovered = ({ quote, book, tradeSequence, bookKnown, engineSequence }: TickerState) => {
  const { phase, last, theoreticalPrice, theoreticalQuantity, previousClose, bid, ask, tradeDate } = quote;
  const figures = { phase, last, theoreticalPrice, theoreticalQuantity, previousClose, bid, ask, tradeDate };
  return { ...figures, bids: book.bids, asks: book.asks, tradeSequence, bookKnown, engineSequence };
};

describe('a fold that lost events', () => {
  test('has the same state after a snapshot as a fold that lost none', () => {
    fc.assert(
      fc.property(disturbed, ({ whole, kept }) => {
        const [last, lastOfAll] = [steps(kept).at(-1), steps(whole).at(-1)];
        expect(last && recovered(last.state)).toEqual(lastOfAll && recovered(lastOfAll.state));
      }),
      { numRuns: 500 },
    );
  });

  test('emits no book, best price or theoretical price before the snapshot', () => {
    fc.assert(
      fc.property(disturbed, ({ whole, kept }) => {
        const books = new Set(
          steps(whole).map(({ state }) => JSON.stringify([state.book.bids, state.book.asks])),
        );
        for (const { state, book } of steps(kept)) {
          if (book) expect(books.has(JSON.stringify([book.bids, book.asks]))).toBe(true);
          if (state.bookKnown) continue;
          const { bid, ask, theoreticalPrice, theoreticalQuantity } = state.quote;
          expect([bid, ask, theoreticalPrice, theoreticalQuantity]).toEqual([null, null, null, null]);
        }
      }),
    );
  });

  test('counts each lost event and trade once, and emits all received trades', () => {
    fc.assert(
      fc.property(disturbed, ({ whole, kept }) => {
        const all = steps(kept);
        const sum = (of: 'missing' | 'missingTrades'): number =>
          all.reduce((total, step) => total + step[of], 0);
        const trades = (events: readonly MarketEvent[]) => events.filter(({ type }) => type === 'TRADE');
        expect(sum('missing')).toBe(whole.length - kept.length);
        expect(sum('missingTrades')).toBe(trades(whole).length - trades(kept).length);
        expect(all.flatMap(({ trade }) => trade?.tradeId ?? [])).toEqual(
          trades(kept).map((event) => event.type === 'TRADE' && event.tradeId),
        );
      }),
    );
  });

  test('does not guess the first price of a day', () => {
    const model = createExchangeModel();
    const trade = (ticks: number): MarketEvent[] =>
      model.apply({ what: 'trade', priceTicks: ticks, quantity: 1 });
    trade(7);
    const second = trade(8);
    expect(steps(second).at(-1)?.state.quote).toMatchObject({ open: null, high: 40, low: 40, last: 40 });
    trade(6);
    const quote = steps([model.snapshot(), ...trade(9)]).at(-1)?.state.quote;
    expect(quote).toMatchObject({ open: null, high: 45, low: 30, last: 45, tradeCount: 1, volume: 1 });
  });
});
