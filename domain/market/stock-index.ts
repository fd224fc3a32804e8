/** The portfolio of an index from a day on. */
export interface IndexComposition {
  readonly ticker: string;
  /** First trade date (ISO) of the portfolio. */
  readonly from: string;
  /** Divisor ("redutor") in hundred-millionths: the sum of price times quantity, divided by it, is the index. */
  readonly divisorE8: bigint;
  readonly members: readonly IndexMember[];
}
export interface IndexMember {
  /** Ticker of the round-lot book. */
  readonly ticker: string;
  /** Theoretical quantity, in shares. */
  readonly quantity: number;
  /** Share of the index at the portfolio's beginning, in millionths; absent members reduce the divisor by it. */
  readonly sharePpm: number;
}

/** Price of a member now, and the adjusted close of the session before, in centavos. */
export interface MemberPrice {
  readonly now: number;
  readonly previousClose: number;
}

const DIVISOR_SCALE = 100_000_000n;
const PPM = 1_000_000n;

/** The composition in force on a day; null before the first. */
export const compositionOn = (
  compositions: readonly IndexComposition[],
  day: string,
): IndexComposition | null =>
  compositions
    .filter(({ from }) => from <= day)
    .reduce<IndexComposition | null>(
      (newest, one) => (newest && newest.from > one.from ? newest : one),
      null,
    );

/** Values of an index in hundredths of a point. */
export interface IndexValue {
  readonly value: number;
  readonly previousClose: number;
}

/**
 * Computes the index: the sum of price times theoretical quantity, divided by the divisor. The divisor of a session makes the
 * adjusted closes of the session before give the index's own previous close. So neither a corporate action, which adjusts a
 * close, nor another composition moves the index by itself. Before the index has a close, the composition's divisor is used,
 * reduced by the share of the members that are not listed here. Null when no member has a price.
 *
 * @param lastClose the index's previous close in hundredths of a point; null before the first session
 * @param priceOf null for a member that is not listed here or has no price: it is left out of the session
 */
export function indexValueOf(
  composition: IndexComposition,
  lastClose: number | null,
  priceOf: (ticker: string) => MemberPrice | null,
): IndexValue | null {
  let [now, before, sharePpm, totalPpm] = [0n, 0n, 0n, 0n];
  for (const { ticker, quantity, sharePpm: share } of composition.members) {
    totalPpm += BigInt(share);
    const price = priceOf(ticker);
    if (!price) continue;
    now += BigInt(price.now) * BigInt(quantity);
    before += BigInt(price.previousClose) * BigInt(quantity);
    sharePpm += BigInt(share);
  }
  if (before === 0n || sharePpm === 0n) return null;
  const divisorE8 = (composition.divisorE8 * sharePpm) / (totalPpm === 0n ? PPM : totalPpm);
  const previousClose = lastClose ?? Number(rounded(before * DIVISOR_SCALE, divisorE8));
  return { previousClose, value: Number(rounded(now * BigInt(previousClose), before)) };
}

/** Quotient of positive numbers, rounded to the nearest integer. */
const rounded = (dividend: bigint, divisor: bigint): bigint => (dividend * 2n + divisor) / (divisor * 2n);
