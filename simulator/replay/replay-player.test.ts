import { describe, expect, test } from 'vitest';
import { instantOf } from '#domain/calendar/sao-paulo-time.ts';
import { instrumentFact } from '#test/support/samples/instrument.ts';
import { createOrderCommands } from '../orders/order-commands.ts';
import { openOrdersAfter, recordedFlows, type RecordedEvent } from './recorded-flow.ts';
import { createReplayPlayer } from './replay-player.ts';

const DAY = '2026-03-16';
const MINUTE = 60_000;
const OPEN = 10 * 60 * MINUTE;
const at = (timeOfDayMs: number, day = DAY): number => instantOf(day, 0) + timeOfDayMs;
const event = (minutes: number, orderId: string, more: Partial<RecordedEvent> = {}): RecordedEvent => ({
  ticker: 'PETR4',
  timeOfDayMs: OPEN + minutes * MINUTE,
  side: 'BUY',
  orderId,
  kind: 'ENTER',
  priceCentavos: 800,
  quantity: 300,
  filledQuantity: 0,
  ...more,
});
const EVENTS = [
  event(0, 'a'),
  event(1, 'b', { side: 'SELL', priceCentavos: 808 }),
  event(2, 'a', { priceCentavos: 804, quantity: 250 }),
  event(3, 'c', { priceCentavos: 0 }),
  event(4, 'd', { quantity: 99 }),
  event(5, 'e', { priceCentavos: 8_000 }),
  event(6, 'b', { kind: 'END' }),
];
const fact = instrumentFact({
  previousCloseCentavos: 3_000,
  priceBand: { lowCentavos: 2_100, highCentavos: 3_900 },
});
const player = () => {
  const [flow] = recordedFlows(EVENTS);
  if (!flow) throw new Error('no flow');
  return createReplayPlayer(flow, () => fact, createOrderCommands('test'));
};
const briefly = (commands: ReturnType<ReturnType<typeof player>['step']>) =>
  commands.map((one) =>
    one.type === 'NEW_ORDER' ? [one.side, one.limitPriceTicks, one.quantity, one.timeInForce] : one.type,
  );

describe('a replay', () => {
  test('plays the events of a day at their times, at the level of today, in whole lots', () => {
    const replay = player();
    const step = (minutes: number) =>
      briefly(replay.step({ marketMs: at(OPEN + minutes * MINUTE), phase: 'CONTINUOUS' }));
    expect(step(0)).toEqual([['BUY', 3_000, 300, 'DAY']]);
    expect(step(0.5)).toEqual([]);
    expect(step(2)).toEqual([['SELL', 3_008, 300, 'DAY'], 'REPLACE_ORDER']);
    // A market order, one below a lot, one outside the band, and a cancel.
    expect(step(10)).toEqual([['BUY', null, 300, 'DAY'], 'CANCEL_ORDER']);
    expect(step(60)).toEqual([]);
  });

  test('plays each session anew; in one that has begun before, with the orders of its time of day', () => {
    const replay = player();
    const open = replay.step({ marketMs: at(OPEN + 60 * MINUTE), phase: 'CONTINUOUS' });
    expect(briefly(open)).toEqual([['BUY', 3_004, 200, 'DAY']]);
    expect(replay.step({ marketMs: at(OPEN + 61 * MINUTE), phase: 'CONTINUOUS' })).toEqual([]);
    const next = replay.step({ marketMs: at(OPEN, '2026-03-17'), phase: 'CONTINUOUS' });
    expect(next).toHaveLength(1);
  });

  test('sends nothing outside continuous trading', () => {
    for (const phase of ['PRE_OPEN', 'OPENING_CALL', 'AUCTION', 'HALTED', 'CLOSED'] as const)
      expect(player().step({ marketMs: at(OPEN), phase })).toEqual([]);
  });
});

test('flows are divided by ticker; one without a price is left out', () => {
  const flows = recordedFlows([...EVENTS, event(0, 'x', { ticker: 'VALE3', priceCentavos: 0 })]);
  expect(flows.map(({ ticker, events }) => [ticker, events.length])).toEqual([['PETR4', EVENTS.length]]);
});

describe('the orders that are open', () => {
  const idsAfter = (...events: readonly RecordedEvent[]) =>
    openOrdersAfter(events).map(({ orderId, quantity, filledQuantity }) => [
      orderId,
      quantity - filledQuantity,
    ]);

  test('have the order of their priority: a new price and a larger quantity lose the place, a smaller one keeps it', () => {
    const both = [event(0, 'a'), event(1, 'b')];
    expect(idsAfter(...both, event(2, 'a', { quantity: 200 }))).toEqual([
      ['a', 200],
      ['b', 300],
    ]);
    for (const change of [{ quantity: 400 }, { priceCentavos: 801 }])
      expect(idsAfter(...both, event(2, 'a', change)).map(([id]) => id)).toEqual(['b', 'a']);
  });

  test('lose what fills, and end with it or with their own end', () => {
    const fill = (filledQuantity: number) => event(1, 'a', { kind: 'TRADE', filledQuantity });
    expect(idsAfter(event(0, 'a'), fill(100))).toEqual([['a', 200]]);
    expect(idsAfter(event(0, 'a'), fill(300))).toEqual([]);
    expect(idsAfter(event(0, 'a'), event(1, 'a', { kind: 'END' }))).toEqual([]);
  });

  test('do not include the rest of a market order, whose price is unknown', () => {
    const market = event(0, 'a', { priceCentavos: 0 });
    expect(idsAfter(market, event(1, 'a', { kind: 'TRADE', priceCentavos: 0, filledQuantity: 100 }))).toEqual(
      [],
    );
  });
});
