/** Statistics of price series. All are plain functions of numbers; none touches money. */

export const mean = (values: readonly number[]): number =>
  values.length === 0 ? 0 : values.reduce((sum, value) => sum + value, 0) / values.length;

export function deviation(values: readonly number[]): number {
  const centre = mean(values);
  return Math.sqrt(mean(values.map((value) => (value - centre) ** 2)));
}

/** Logarithmic returns between neighbours. */
export const returnsOf = (prices: readonly number[]): number[] =>
  prices.slice(1).map((price, index) => Math.log(price / (prices[index] ?? price)));

/** Every `step`-th value, from the first on. */
export const everyNth = (values: readonly number[], step: number): number[] =>
  values.filter((_, index) => index % step === 0);

/** Fourth moment above the normal distribution's: 0 for normal values, above it for fat tails. */
export function excessKurtosis(values: readonly number[]): number {
  const centre = mean(values);
  const variance = mean(values.map((value) => (value - centre) ** 2));
  if (variance === 0) return 0;
  return mean(values.map((value) => (value - centre) ** 4)) / variance ** 2 - 3;
}

/** Correlation of two series of one length; 0 when one of them does not vary. */
export function correlation(first: readonly number[], second: readonly number[]): number {
  const [a, b] = [mean(first), mean(second)];
  const product = mean(first.map((value, index) => (value - a) * ((second[index] ?? b) - b)));
  const scale = deviation(first) * deviation(second);
  return scale === 0 ? 0 : product / scale;
}

/** Correlation of a series with itself `lag` steps later. */
export const autocorrelation = (values: readonly number[], lag: number): number =>
  correlation(values.slice(0, -lag), values.slice(lag));
