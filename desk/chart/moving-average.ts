import type { Bar } from './bars.ts';

/** Bars of one mean. */
export const AVERAGE_BARS = 20;

/** The mean close of each bar and the 19 before it, from the 20th bar on. */
export function movingAverage(
  bars: readonly Pick<Bar, 'time' | 'close'>[],
): readonly { readonly time: number; readonly value: number }[] {
  let sum = 0;
  return bars.flatMap(({ time, close }, at) => {
    sum += close - (bars[at - AVERAGE_BARS]?.close ?? 0);
    return at + 1 < AVERAGE_BARS ? [] : [{ time, value: sum / AVERAGE_BARS }];
  });
}
