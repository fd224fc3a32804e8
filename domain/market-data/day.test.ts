import { expect, test } from 'vitest';
import type { Phase } from '../market/phase.ts';
import type { Candle, CandleInterval } from './candles.ts';
import type { MarketEvent } from './events.ts';
import { applyEvent, newTicker, type TickerState } from './fold.ts';
import type { Quote } from './quote.ts';

type Body = MarketEvent extends infer E ? (E extends MarketEvent ? Omit<E, Common> : never) : never;
type Common = 'ticker' | 'sequence' | 'tickCentavos' | 'atMs' | 'tradeDate';

/**
 * Folds events of one ticker into its state. Times are of Sao Paulo, in a period of US daylight time; a tick is a centavo.
 * Each method applies one event and returns the quote after it.
 */
function createDay() {
  let sequence = 0;
  let tradeSequence = 0;
  let state: TickerState = newTicker('PETR4', {
    tradeDate: '2026-03-13',
    atMs: 0,
    previousClose: 2_750,
    phase: 'CLOSED',
  });
  const candles = new Map<string, Candle>();
  const apply = (day: string, clock: string, body: Body, calendarDay = day): Quote => {
    const atMs = Date.parse(`${calendarDay}T${clock}-03:00`);
    const event = { ticker: 'PETR4', sequence: ++sequence, tickCentavos: 1, atMs, tradeDate: day, ...body };
    const step = applyEvent(state, event);
    if (!step) throw new Error('the fold dropped an event in sequence');
    state = step.state;
    for (const candle of step.candles) candles.set(`${candle.interval} ${candle.openedAtMs}`, candle);
    return state.quote;
  };
  return {
    phase: (day: string, clock: string, phase: Phase, previousCloseTicks: number | null = null) =>
      apply(day, clock, { type: 'PHASE_CHANGED', phase, previousCloseTicks }),
    level: (day: string, clock: string, side: 'BUY' | 'SELL', priceTicks: number, quantity: number) =>
      apply(day, clock, {
        type: 'BOOK_CHANGED',
        changes: [{ side, priceTicks, quantity, orders: quantity && 1 }],
      }),
    theoretical: (day: string, clock: string, priceTicks: number | null, quantity: number) =>
      apply(day, clock, { type: 'THEORETICAL', priceTicks, quantity }),
    trade: (
      day: string,
      clock: string,
      priceTicks: number,
      quantity: number,
      aggressor: 'BUY' | 'SELL' | null,
      calendarDay = day,
    ) => {
      const ids = { tradeId: `t${++tradeSequence}`, tradeSequence };
      return apply(day, clock, { type: 'TRADE', ...ids, priceTicks, quantity, aggressor }, calendarDay);
    },
    candlesOf: (interval: CandleInterval) => [...candles.values()].filter((one) => one.interval === interval),
  };
}

const MONDAY = '2026-03-16';
const TUESDAY = '2026-03-17';

function expectCandlesOfMonday(day: ReturnType<typeof createDay>): void {
  const [candle] = day.candlesOf('D1');
  expect(candle).toMatchObject({
    ...{
      openedAtMs: Date.parse(`${MONDAY}T00:00-03:00`),
      open: 2_815,
      high: 3_090,
      low: 2_815,
      close: 2_822,
    },
    ...{ volume: 1_400, tradeCount: 5 },
  });
  const minutes = day.candlesOf('M1');
  expect(minutes.map(({ close, volume }) => [close, volume])).toEqual([
    [2_815, 400],
    [2_840, 100],
    [3_090, 200],
    [2_822, 700],
  ]);
}

test('folds a whole day into the quote of every phase and the candles of the day', () => {
  const day = createDay();
  expect(day.phase(MONDAY, '09:30', 'PRE_OPEN', 2_800)).toMatchObject({
    ...{ phase: 'PRE_OPEN', tradeDate: MONDAY, previousClose: 2_800 },
    ...{ last: null, open: null, bid: null, theoreticalPrice: null, volume: 0 },
  });
  day.phase(MONDAY, '09:45', 'OPENING_CALL');
  day.level(MONDAY, '09:46', 'BUY', 2_830, 500);
  const crossed = day.level(MONDAY, '09:47', 'SELL', 2_810, 300);
  expect(crossed).toMatchObject({ bid: 2_830, ask: 2_810, last: null });
  expect(day.theoretical(MONDAY, '09:47', 2_810, 300)).toMatchObject({
    ...{ phase: 'OPENING_CALL', theoreticalPrice: 2_810, theoreticalQuantity: 300, last: null },
  });
  expect(day.theoretical(MONDAY, '09:59', 2_815, 400)).toMatchObject({ theoreticalQuantity: 400 });

  expect(day.trade(MONDAY, '10:00', 2_815, 400, null)).toMatchObject({
    ...{ open: 2_815, high: 2_815, low: 2_815, last: 2_815, tradeCount: 1, volume: 400 },
  });
  day.level(MONDAY, '10:00', 'SELL', 2_810, 0);
  expect(day.phase(MONDAY, '10:00', 'CONTINUOUS')).toMatchObject({
    ...{ phase: 'CONTINUOUS', theoreticalPrice: null, theoreticalQuantity: null, ask: null, open: 2_815 },
  });
  day.trade(MONDAY, '11:00', 2_840, 100, 'BUY');

  expect(day.phase(MONDAY, '12:00', 'AUCTION')).toMatchObject({ phase: 'AUCTION', last: 2_840 });
  expect(day.theoretical(MONDAY, '12:01', 3_100, 900)).toMatchObject({ theoreticalPrice: 3_100 });
  expect(day.theoretical(MONDAY, '12:02', null, 0)).toMatchObject({ theoreticalPrice: null });
  day.trade(MONDAY, '12:05', 3_090, 200, null);
  expect(day.phase(MONDAY, '12:05', 'CONTINUOUS')).toMatchObject({ high: 3_090, last: 3_090 });
  expect(day.phase(MONDAY, '13:00', 'HALTED')).toMatchObject({ phase: 'HALTED', last: 3_090, bid: 2_830 });
  day.phase(MONDAY, '13:30', 'AUCTION');
  day.phase(MONDAY, '13:35', 'CONTINUOUS');

  day.phase(MONDAY, '16:55', 'CLOSING_CALL');
  day.theoretical(MONDAY, '16:56', 2_820, 700);
  day.trade(MONDAY, '17:00', 2_822, 600, null);
  day.trade(MONDAY, '17:00', 2_822, 100, null);
  expect(day.phase(MONDAY, '17:00', 'CLOSED')).toMatchObject({
    ...{ phase: 'CLOSED', last: 2_822, open: 2_815, high: 3_090, low: 2_815, volume: 1_400, tradeCount: 5 },
    ...{ theoreticalPrice: null, previousClose: 2_800 },
  });

  expect(day.phase(TUESDAY, '09:30', 'PRE_OPEN', 2_822)).toMatchObject({
    ...{ tradeDate: TUESDAY, previousClose: 2_822, last: null, open: null, high: null, low: null },
    ...{ volume: 0, turnoverCentavos: 0, tradeCount: 0 },
  });
  expectCandlesOfMonday(day);
});

test('a closing auction that is published the next morning belongs to its own trade date', () => {
  const day = createDay();
  day.phase(MONDAY, '09:30', 'PRE_OPEN', 2_800);
  day.trade(MONDAY, '16:50', 2_810, 100, 'BUY');
  day.phase(MONDAY, '16:55', 'CLOSING_CALL');
  // The exchange was down at 17:00. After its restart it ends the call under the old trade date.
  day.trade(MONDAY, '09:29', 2_822, 100, null, TUESDAY);
  day.phase(MONDAY, '17:00', 'CLOSED');
  expect(day.phase(TUESDAY, '09:30', 'PRE_OPEN', 2_822)).toMatchObject({ previousClose: 2_822, last: null });
  expect(day.candlesOf('D1').map(({ close, tradeCount }) => [close, tradeCount])).toEqual([[2_822, 2]]);
});
