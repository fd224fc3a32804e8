import { describe, expect, test } from 'vitest';
import { calendar, createDayWorld, GROUP, MONDAY, TICKERS, type DayWorld } from './test-support/day-world.ts';

describe('when trading stops within the day', () => {
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
  const sentOf = (world: DayWorld, ticker: string): number =>
    world.sent.filter((one) => 'ticker' in one && one.ticker === ticker).length;

  test('a halted ticker is left alone, the others go on, and it is quoted again after its call', () => {
    const world = openDay(5);
    world.apply([{ v: 1, type: 'HALT', group: GROUP, ticker: 'PETR4' }]);
    expect(world.of('PETR4').quote.phase).toBe('HALTED');
    const [before, others] = [sentOf(world, 'PETR4'), world.sent.length];
    world.run(60_000);
    expect(sentOf(world, 'PETR4')).toBe(before);
    expect(world.sent.length).toBeGreaterThan(others);
    world.apply([{ v: 1, type: 'RESUME', group: GROUP, ticker: 'PETR4' }]);
    expect(world.of('PETR4').quote.phase).toBe('AUCTION');
    world.run(60_000);
    expect(world.of('PETR4').quote.theoreticalQuantity).toBeGreaterThan(0);
    world.run(20 * 60_000);
    const { quote } = world.of('PETR4');
    expect(quote).toMatchObject({ phase: 'CONTINUOUS', theoreticalPrice: null });
    expect((quote.ask ?? 0) - (quote.bid ?? 0)).toBeGreaterThan(0);
    expect(quote.bid).not.toBeNull();
  });

  test('an auction by command is joined and left, and trading goes on at its price', () => {
    const world = openDay(6);
    world.apply([{ v: 1, type: 'START_AUCTION', ticker: 'MGLU3' }]);
    expect(world.of('MGLU3').quote.phase).toBe('AUCTION');
    world.run(60_000);
    expect(world.of('MGLU3').quote.theoreticalPrice).not.toBeNull();
    const before = world.told.length;
    world.run(20 * 60_000);
    const own = world.told.slice(before).filter(({ ticker }) => ticker === 'MGLU3');
    expect(own.some((one) => one.type === 'TRADE' && one.aggressor === null)).toBe(true);
    expect(own.some((one) => one.type === 'TRADE' && one.aggressor !== null)).toBe(true);
    expect(world.of('MGLU3').quote.phase).toBe('CONTINUOUS');
  });
});
