import type { Random } from '#platform/random.ts';

/** Draws from the normal distribution with mean 0 and standard deviation 1 (Box and Muller). */
export const normal = (random: Random): number =>
  Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());

/** Draws with fat tails and standard deviation 1: one draw in twenty is three times as wide. */
export const fatTailed = (random: Random): number =>
  (normal(random) * (random() < 0.05 ? 3 : 1)) / Math.sqrt(0.95 + 0.05 * 9);

/** A value that returns to 0 (Ornstein and Uhlenbeck), for the logarithm of a volatility. */
export interface RevertingValue {
  /** Advances by a duration and returns the value. */
  advance(elapsedMs: number): number;
  /** Raises the value at once; it returns from there. */
  raise(by: number): void;
}

/** @param deviation standard deviation in the long run */
export function createRevertingValue(
  random: Random,
  { deviation, returnsInMs }: { readonly deviation: number; readonly returnsInMs: number },
): RevertingValue {
  let value = normal(random) * deviation;
  return {
    advance: (elapsedMs) => {
      const kept = Math.exp(-elapsedMs / returnsInMs);
      value = value * kept + deviation * Math.sqrt(1 - kept * kept) * normal(random);
      return value;
    },
    raise: (by) => {
      value += by;
    },
  };
}
