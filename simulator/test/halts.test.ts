import { describe, expect, test } from 'vitest';
import type { NewOrder } from '#contracts/messages/engine-commands.ts';
import { MEMBERS } from '#contracts/names.ts';
import { CASH_GROUP } from '#engine/edge/schedule/phase-schedule.ts';
import { calendar, createDayWorld, MONDAY, TICKERS, type DayWorld } from './day-world.ts';

/** A world that has entered continuous trading. */
const openDay = (seed: number): DayWorld => {
  const world = createDayWorld(seed);
  const phases = calendar.sessionOf(MONDAY)?.phases ?? [];
  const continuous = phases.find(({ phase }) => phase === 'CONTINUOUS');
  for (const { phase, startsAtMs } of phases.slice(0, phases.findIndex((one) => one === continuous) + 1)) {
    world.enter(phase, MONDAY, startsAtMs);
    world.run(60_000);
  }
  expect(world.strategy.quotedBooks()).toBe(TICKERS.length);
  return world;
};

describe('a halt or an auction within the day', { timeout: 30_000 }, () => {
  const sentOf = (world: DayWorld, ticker: string): number =>
    world.sent.filter((one) => 'ticker' in one && one.ticker === ticker).length;

  test('stops quoting a halted ticker only, and quotes it again after its call', () => {
    const world = openDay(5);
    world.apply([{ v: 1, type: 'HALT', group: CASH_GROUP, ticker: 'PETR4' }]);
    expect(world.of('PETR4').quote.phase).toBe('HALTED');
    const [before, others] = [sentOf(world, 'PETR4'), world.sent.length];
    world.run(60_000);
    expect(sentOf(world, 'PETR4')).toBe(before);
    expect(world.sent.length).toBeGreaterThan(others);
    world.apply([{ v: 1, type: 'RESUME', group: CASH_GROUP, ticker: 'PETR4' }]);
    expect(world.of('PETR4').quote.phase).toBe('AUCTION');
    world.run(60_000);
    expect(world.of('PETR4').quote.theoreticalQuantity).toBeGreaterThan(0);
    world.run(20 * 60_000);
    const { quote } = world.of('PETR4');
    expect(quote).toMatchObject({ phase: 'CONTINUOUS', theoreticalPrice: null });
    expect((quote.ask ?? 0) - (quote.bid ?? 0)).toBeGreaterThan(0);
    expect(quote.bid).not.toBeNull();
  });

  test('joins an auction started by command, and continues trading at its price', () => {
    const world = openDay(6);
    world.apply([{ v: 1, type: 'START_AUCTION', ticker: 'MGLU3' }]);
    expect(world.of('MGLU3').quote.phase).toBe('AUCTION');
    world.run(60_000);
    expect(world.of('MGLU3').quote.theoreticalPrice).not.toBeNull();
    const before = world.published.length;
    world.run(20 * 60_000);
    const own = world.published.slice(before).filter(({ ticker }) => ticker === 'MGLU3');
    expect(own.some((one) => one.type === 'TRADE' && one.aggressor === null)).toBe(true);
    expect(own.some((one) => one.type === 'TRADE' && one.aggressor !== null)).toBe(true);
    expect(world.of('MGLU3').quote.phase).toBe('CONTINUOUS');
  });
});

describe('the tunnels', { timeout: 30_000 }, () => {
  test('are not triggered by prices at the ends of their range', () => {
    const world = createDayWorld(2, { levelDistancePpm: 1_000, volatilityTimes: 8 });
    for (const { phase, startsAtMs } of calendar.sessionOf(MONDAY)?.phases.slice(0, 3) ?? []) {
      world.enter(phase, MONDAY, startsAtMs);
      world.run(60_000);
    }
    world.run(60 * 60_000);
    const far = TICKERS.map((ticker) => {
      const { open, high, low } = world.of(ticker).quote;
      return Math.max((high ?? 0) - (open ?? 0), (open ?? 0) - (low ?? 0)) / (open ?? 1);
    });
    expect(Math.max(...far)).toBeGreaterThan(0.05);
    expect(causesIn(world)).toEqual([]);
  });

  test('stop trading for a large order far outside them, and trading resumes', () => {
    const world = openDay(2);
    world.apply([largeBuy(world, 'PETR4', 200_000)]);
    world.run(60_000);
    expect(world.of('PETR4').quote.phase).toBe('AUCTION');
    world.run(60 * 60_000);
    expect(world.of('PETR4').quote.phase).toBe('CONTINUOUS');
    const filled = world.reports.findLast((one) => one.type === 'FILLED' && one.member === MEMBERS.broker);
    expect(filled).toMatchObject({ leavesQuantity: 0 });
    expect(causesIn(world).filter((cause) => cause.endsWith('TUNNEL')).length).toBeLessThan(6);
  });
});

const causesIn = (world: DayWorld): string[] =>
  world.published.flatMap((one) => (one.type === 'PHASE_CHANGED' && one.cause ? [one.cause] : []));

/** A client's order 15 % above the market. */
const largeBuy = (world: DayWorld, ticker: string, quantity: number): NewOrder => ({
  ...{ v: 1, type: 'NEW_ORDER', commandId: 'x', orderId: 'x', correlationId: 'x', member: MEMBERS.broker },
  ...{ accountId: 'acc_1', ticker, side: 'BUY', orderType: 'LIMIT', timeInForce: 'DAY', quantity },
  limitPriceTicks: Math.round((world.of(ticker).quote.last ?? 0) * 1.15),
  ...{ protectionPriceTicks: null, stopPriceTicks: null, displayQuantity: null },
  ...{ minimumQuantity: null, expiresOn: null },
});
