import type { MarketStatusQuery } from '#sdk/src/index.ts';

export type MarketStatus = NonNullable<MarketStatusQuery['marketStatus']>;

/** The market's time at a moment of the browser. */
export interface ClockSample {
  readonly marketMs: number;
  readonly localMs: number;
}

/** Maps the browser's time to the market's, which may be another day and run faster. */
export interface MarketTime {
  readonly sample: ClockSample;
  /** Seconds of the market in a second of the browser. */
  readonly rate: number;
  /** False for a rate that the next measurement replaces, whatever it is. */
  readonly isMeasured: boolean;
}

/** Samples closer together than this say nothing about the rate: an answer is on its way for some milliseconds. */
const RATE_NEEDS_MS = 1_000;
const MOST_RATE = 10_000;

/** Part of a rate by which two measurements of it may differ: an answer is sometimes late. */
const SAME_RATE = 0.5;

/**
 * Takes a further sample. A market that jumped to another day or phase keeps its rate; so does one whose rate seems another, since it may
 * have jumped within a phase, until the next sample shows it.
 */
export function withSample(before: MarketTime | null, sample: ClockSample, hasJumped: boolean): MarketTime {
  if (!before) return { sample, rate: 1, isMeasured: false };
  const localMs = sample.localMs - before.sample.localMs;
  if (hasJumped) return { ...before, sample };
  if (localMs < RATE_NEEDS_MS) return before;
  const rate = rounded((sample.marketMs - before.sample.marketMs) / localMs);
  if (rate <= 0 || rate >= MOST_RATE) return { ...before, sample };
  const isOther = Math.abs(rate - before.rate) > SAME_RATE * before.rate;
  if (before.isMeasured && isOther) return { ...before, sample, isMeasured: false };
  return { sample, rate, isMeasured: true };
}

/** A rate close to a whole number is that number: an answer's way makes the measured one a little wrong. */
const rounded = (rate: number): number =>
  Math.abs(rate - Math.round(rate)) < 0.05 * Math.max(1, Math.round(rate)) && rate > 0.5
    ? Math.round(rate)
    : rate;

/** The market's time at a moment of the browser. */
export const marketNowMs = ({ sample, rate }: MarketTime, localMs: number): number =>
  sample.marketMs + (localMs - sample.localMs) * rate;

/** Market time by which an event may be ahead of the clock: answers are on their way, and the rate is measured. */
const TOLERANCE_MS = 2_000;

/** True when something has happened later than the clock shows: the market's clock has jumped. */
export const isBehind = (time: MarketTime, localMs: number, eventMs: number): boolean =>
  eventMs - marketNowMs(time, localMs) > TOLERANCE_MS * Math.max(1, time.rate);

/** Time until the next phase as `2:05:09` or `05:09`; `0` when it is over. */
export function countdown(restMs: number): string {
  const seconds = Math.max(0, Math.ceil(restMs / 1000));
  const [hours, minutes, rest] = [Math.floor(seconds / 3600), Math.floor(seconds / 60) % 60, seconds % 60];
  const two = (value: number): string => String(value).padStart(2, '0');
  return hours > 0 ? `${hours}:${two(minutes)}:${two(rest)}` : `${two(minutes)}:${two(rest)}`;
}
