import { expect, test } from 'vitest';
import { createDerivedClock, type TimeMapping } from './derived-clock.ts';
import { createManualClock } from './manual-clock.ts';

const faster = (speed: number, baseMs: number, startMs: number): TimeMapping => ({
  fromBase: (instant) => startMs + (instant - baseMs) * speed,
  toBase: (instant) => baseMs + Math.ceil((instant - startMs) / speed),
});

test('maps the time of the base clock', () => {
  const base = createManualClock(1_000);
  const clock = createDerivedClock(base, faster(10, 1_000, 50_000));
  base.advance(7);
  expect(clock.nowMs()).toBe(50_070);
});

test('alarms fire once, at instants of the derived clock, and can be canceled', () => {
  const base = createManualClock(0);
  const clock = createDerivedClock(base, faster(10, 0, 0));
  const fired: string[] = [];
  clock.at(100, () => fired.push(`at ${clock.nowMs()}`));
  clock.after(200, () => fired.push(`after ${clock.nowMs()}`));
  clock.at(150, () => fired.push('never')).cancel();
  base.advance(9);
  expect(fired).toEqual([]);
  base.advance(100);
  expect(fired).toEqual(['at 100', 'after 200']);
});

test('pending alarms follow a new mapping', () => {
  const base = createManualClock(0);
  const clock = createDerivedClock(base, faster(1, 0, 0));
  const fired: number[] = [];
  clock.at(1_000, () => fired.push(base.nowMs()));
  base.set(100);
  clock.remap(faster(100, 100, 100));
  base.set(200);
  expect(fired).toEqual([109]);
});

test('a new mapping past the instant of an alarm fires it', async () => {
  const base = createManualClock(0);
  const clock = createDerivedClock(base, faster(1, 0, 0));
  const fired = new Promise<number>((resolve) => clock.at(1_000, () => resolve(clock.nowMs())));
  clock.remap(faster(1, 0, 5_000));
  await expect(fired).resolves.toBe(5_000);
});

test('an alarm of the base clock that fires early is set again', () => {
  const base = createManualClock(0);
  const early: TimeMapping = {
    fromBase: (instant) => instant,
    toBase: (instant) => Math.min(instant, base.nowMs() + 10),
  };
  const clock = createDerivedClock(base, early);
  const fired: number[] = [];
  clock.at(35, () => fired.push(base.nowMs()));
  base.set(100);
  expect(fired).toEqual([35]);
});
