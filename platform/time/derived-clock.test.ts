import { expect, test } from 'vitest';
import { createDerivedClock, type TimeMapping } from './derived-clock.ts';
import { createManualClock } from './manual-clock.ts';

const faster = (speed: number, baseMs: number, startMs: number): TimeMapping => ({
  fromBase: (instant) => startMs + (instant - baseMs) * speed,
  toBase: (instant) => baseMs + Math.ceil((instant - startMs) / speed),
});

test('shows the base clock through the mapping', () => {
  const base = createManualClock(1_000);
  const clock = createDerivedClock(base, faster(10, 1_000, 50_000));
  base.advance(7);
  expect(clock.nowMs()).toBe(50_070);
});

test('alarms ring at instants of this clock, once, and can be called off', () => {
  const base = createManualClock(0);
  const clock = createDerivedClock(base, faster(10, 0, 0));
  const rung: string[] = [];
  clock.at(100, () => rung.push(`at ${clock.nowMs()}`));
  clock.after(200, () => rung.push(`after ${clock.nowMs()}`));
  clock.at(150, () => rung.push('never')).cancel();
  base.advance(9);
  expect(rung).toEqual([]);
  base.advance(100);
  expect(rung).toEqual(['at 100', 'after 200']);
});

test('a new mapping moves pending alarms with it', () => {
  const base = createManualClock(0);
  const clock = createDerivedClock(base, faster(1, 0, 0));
  const rung: number[] = [];
  clock.at(1_000, () => rung.push(base.nowMs()));
  base.set(100);
  clock.remap(faster(100, 100, 100));
  base.set(200);
  expect(rung).toEqual([109]);
});

test('a new mapping that is past an alarm rings it', async () => {
  const base = createManualClock(0);
  const clock = createDerivedClock(base, faster(1, 0, 0));
  const rung = new Promise<number>((resolve) => clock.at(1_000, () => resolve(clock.nowMs())));
  clock.remap(faster(1, 0, 5_000));
  await expect(rung).resolves.toBe(5_000);
});

test('a base alarm that comes early is set again', () => {
  const base = createManualClock(0);
  const early: TimeMapping = {
    fromBase: (instant) => instant,
    toBase: (instant) => Math.min(instant, base.nowMs() + 10),
  };
  const clock = createDerivedClock(base, early);
  const rung: number[] = [];
  clock.at(35, () => rung.push(base.nowMs()));
  base.set(100);
  expect(rung).toEqual([35]);
});
