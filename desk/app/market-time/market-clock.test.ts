import { expect, test } from 'vitest';
import { countdown, isBehind, marketNowMs, withSample, type MarketTime } from './market-clock.ts';

const DAY_MS = 86_400_000;

test('the clock goes on between two samples at the rate that they show', () => {
  const first = withSample(null, { marketMs: 1_000_000, localMs: 0 }, false);
  expect(marketNowMs(first, 2_000)).toBe(1_002_000);
  const second = withSample(first, { marketMs: 1_600_300, localMs: 10_000 }, false);
  expect(second.rate).toBe(60);
  expect(marketNowMs(second, 11_000)).toBe(1_660_300);
});

test('a second after the first sample the rate is known', () => {
  const first = withSample(null, { marketMs: 0, localMs: 0 }, false);
  expect(withSample(first, { marketMs: 24_300, localMs: 1_200 }, false).rate).toBe(20);
  expect(withSample(first, { marketMs: 1_180, localMs: 1_200 }, false).rate).toBe(1);
  expect(withSample(first, { marketMs: 360, localMs: 1_200 }, false).rate).toBe(0.3);
});

test('samples close together and jumps leave the rate as it is', () => {
  const before: MarketTime = { sample: { marketMs: 0, localMs: 0 }, rate: 10, isMeasured: true };
  expect(withSample(before, { marketMs: 900, localMs: 100 }, false)).toBe(before);
  const jumped = withSample(before, { marketMs: DAY_MS, localMs: 60_000 }, true);
  expect(jumped).toEqual({ ...before, sample: { marketMs: DAY_MS, localMs: 60_000 } });
  expect(withSample(before, { marketMs: -5, localMs: 60_000 }, false).rate).toBe(10);
});

test('a jump within a phase is no rate; a speed that lasts is one', () => {
  const before: MarketTime = { sample: { marketMs: 0, localMs: 0 }, rate: 1, isMeasured: true };
  const jumped = withSample(before, { marketMs: 1_203_000, localMs: 3_000 }, false);
  expect(marketNowMs(jumped, 4_000)).toBe(1_204_000);
  expect(withSample(jumped, { marketMs: 1_218_000, localMs: 18_000 }, false).rate).toBe(1);
  expect(withSample(jumped, { marketMs: 7_203_000, localMs: 18_000 }, false).rate).toBe(400);
});

test.each([
  [-5, '00:00'],
  [1, '00:01'],
  [65_000, '01:05'],
  [3_600_000, '1:00:00'],
  [DAY_MS, '24:00:00'],
])('%i ms are shown as %s', (restMs, text) => {
  expect(countdown(restMs)).toBe(text);
});

test.each([
  ['a moment ago', 1, 999_000, false],
  ['now, while its answer was on its way', 1, 1_001_900, false],
  ['a day later', 1, 1_000_000 + DAY_MS, true],
  ['a minute later in a quick market', 60, 1_060_000, false],
  ['an hour later in a quick market', 60, 4_600_000, true],
])('after an event of %s the clock is behind: it runs %i times as fast', (_name, rate, eventMs, is) => {
  expect(isBehind({ sample: { marketMs: 1_000_000, localMs: 5 }, rate, isMeasured: true }, 5, eventMs)).toBe(
    is,
  );
});
