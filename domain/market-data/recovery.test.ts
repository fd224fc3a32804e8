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
  | { readonly kind: 'level'; readonly side: Side; readonly priceTicks: number; readonly quantity: number }
  | { readonly kind: 'trade'; readonly priceTicks: number; readonly quantity: number }
  | { readonly kind: 'phase'; readonly phase: Phase }
  | { readonly kind: 'theoretical'; readonly priceTicks: number | null }
  | { readonly kind: 'day' }
  | { readonly kind: 'snapshot' };

/** Model of the exchange: publishes events for inputs, and snapshots of its state. */
class ExchangeModel {
  readonly #levels = new Map<string, { side: Side; priceTicks: number; quantity: number }>();
  #sequence = 0;
  #tradeSequence = 0;
  #day = 0;
  #phase: Phase = 'CLOSED';
  #last: number | null = null;
  #previousClose: number | null = 560;
  #theoretical: { priceTicks: number; quantity: number } | null = null;

  apply(input: ModelInput): MarketEvent[] {
    switch (input.kind) {
      case 'level':
        return [this.#changeLevel(input.side, input.priceTicks, input.quantity)];
      case 'trade':
        return [this.#trade(input.priceTicks, input.quantity)];
      case 'phase':
        this.#phase = input.phase;
        if (!isCall(this.#phase)) this.#theoretical = null;
        return [this.#publishPhase(null)];
      case 'theoretical':
        return isCall(this.#phase) ? [this.#changeTheoretical(input.priceTicks)] : [];
      case 'day':
        return this.#day === DAYS.length - 1 ? [] : [this.#beginDay()];
      case 'snapshot':
        return [this.snapshot()];
    }
  }

  snapshot(): MarketEvent {
    return this.#publish({
      type: 'BOOK_SNAPSHOT',
      phase: this.#phase,
      bids: this.#levelsOf('BUY'),
      asks: this.#levelsOf('SELL'),
      ...(this.#last === null ? {} : { lastTradeTicks: this.#last }),
      ...(this.#previousClose === null ? {} : { previousCloseTicks: this.#previousClose }),
      ...(this.#theoretical ? { theoretical: this.#theoretical } : {}),
      tradeSequence: this.#tradeSequence,
    });
  }

  #publish(body: Body): MarketEvent {
    return {
      ticker: 'PETR4',
      sequence: ++this.#sequence,
      tickCentavos: TICK_CENTAVOS,
      atMs: this.#sequence * 1_000,
      tradeDate: DAYS[this.#day] ?? '',
      ...body,
    };
  }

  #publishPhase(previousCloseTicks: number | null): MarketEvent {
    return this.#publish({ type: 'PHASE_CHANGED', phase: this.#phase, previousCloseTicks });
  }

  #levelsOf(side: Side) {
    return [...this.#levels.values()]
      .filter((level) => level.side === side)
      .map(({ priceTicks, quantity }) => ({ priceTicks, quantity, orders: 1 }));
  }

  #changeLevel(side: Side, priceTicks: number, quantity: number): MarketEvent {
    const key = `${side} ${priceTicks}`;
    this.#levels.set(key, { side, priceTicks, quantity });
    if (quantity === 0) this.#levels.delete(key);
    const change = { side, priceTicks, quantity, orders: quantity && 1 };
    return this.#publish({ type: 'BOOK_CHANGED', changes: [change] });
  }

  #trade(priceTicks: number, quantity: number): MarketEvent {
    this.#last = priceTicks;
    const ids = { tradeId: `t${++this.#tradeSequence}`, tradeSequence: this.#tradeSequence };
    const aggressor = isCall(this.#phase) ? null : 'BUY';
    return this.#publish({ type: 'TRADE', ...ids, priceTicks, quantity, aggressor });
  }

  #changeTheoretical(priceTicks: number | null): MarketEvent {
    this.#theoretical = priceTicks === null ? null : { priceTicks, quantity: 400 };
    return this.#publish({ type: 'THEORETICAL', priceTicks, quantity: this.#theoretical?.quantity ?? 0 });
  }

  #beginDay(): MarketEvent {
    this.#day += 1;
    this.#previousClose = this.#last ?? this.#previousClose;
    this.#last = null;
    this.#theoretical = null;
    this.#phase = 'PRE_OPEN';
    return this.#publishPhase(this.#previousClose);
  }
}

const priceTicks = fc.integer({ min: 1, max: 9 });
const modelInput: fc.Arbitrary<ModelInput> = fc.oneof(
  {
    weight: 4,
    arbitrary: fc.record({
      kind: fc.constant('level' as const),
      side: fc.constantFrom<Side>('BUY', 'SELL'),
      priceTicks,
      quantity: fc.nat(3),
    }),
  },
  {
    weight: 3,
    arbitrary: fc.record({
      kind: fc.constant('trade' as const),
      priceTicks,
      quantity: fc.integer({ min: 1, max: 9 }),
    }),
  },
  {
    weight: 2,
    arbitrary: fc.record({ kind: fc.constant('phase' as const), phase: fc.constantFrom(...PHASES) }),
  },
  {
    weight: 3,
    arbitrary: fc.record({ kind: fc.constant('theoretical' as const), priceTicks: fc.option(priceTicks) }),
  },
  { weight: 1, arbitrary: fc.constant<ModelInput>({ kind: 'day' }) },
  { weight: 1, arbitrary: fc.constant<ModelInput>({ kind: 'snapshot' }) },
);
/** A stream that ends with a snapshot, and the same stream with lost events before the snapshot. */
const lossyStream = fc
  .record({
    inputs: fc.array(modelInput, { maxLength: 60 }),
    lost: fc.array(fc.nat(59), { maxLength: 30 }),
  })
  .map(({ inputs, lost }) => {
    const model = new ExchangeModel();
    const whole = [...inputs.flatMap((input) => model.apply(input)), model.snapshot()];
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
/** The part of a ticker's state that a snapshot restores. */
const recovered = ({ quote, book, tradeSequence, bookKnown, engineSequence }: TickerState) => {
  const { phase, last, theoreticalPrice, theoreticalQuantity, previousClose, bid, ask, tradeDate } = quote;
  const figures = { phase, last, theoreticalPrice, theoreticalQuantity, previousClose, bid, ask, tradeDate };
  return { ...figures, bids: book.bids, asks: book.asks, tradeSequence, bookKnown, engineSequence };
};

describe('a fold that lost events', () => {
  test('has the same state after a snapshot as a fold that lost none', () => {
    fc.assert(
      fc.property(lossyStream, ({ whole, kept }) => {
        const [last, lastOfAll] = [steps(kept).at(-1), steps(whole).at(-1)];
        expect(last && recovered(last.state)).toEqual(lastOfAll && recovered(lastOfAll.state));
      }),
      { numRuns: 500 },
    );
  });

  test('emits no book, best price or theoretical price before the snapshot', () => {
    fc.assert(
      fc.property(lossyStream, ({ whole, kept }) => {
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
      fc.property(lossyStream, ({ whole, kept }) => {
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

  test('leaves the open unknown when the first trade of the day is lost', () => {
    const model = new ExchangeModel();
    const trade = (ticks: number): MarketEvent[] =>
      model.apply({ kind: 'trade', priceTicks: ticks, quantity: 1 });
    trade(7);
    const second = trade(8);
    expect(steps(second).at(-1)?.state.quote).toMatchObject({ open: null, high: 40, low: 40, last: 40 });
    trade(6);
    const quote = steps([model.snapshot(), ...trade(9)]).at(-1)?.state.quote;
    expect(quote).toMatchObject({ open: null, high: 45, low: 30, last: 45, tradeCount: 1, volume: 1 });
  });
});
