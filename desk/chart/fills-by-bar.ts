import type { Fill } from '../orders/past-fills.ts';
import { barAt, chartTime, type Bar } from './bars.ts';

/** The user's fills of one side within one bar. */
export interface BarFills {
  /** Time of the bar. */
  readonly time: number;
  readonly side: 'BUY' | 'SELL';
  readonly quantity: number;
}

/** Bars that the number at a mark takes, on the narrowest screen. */
const NUMBER_BARS = 8;

/** True for fills whose number has room: the mark of another one of the same side would lie over it. */
export function hasRoom(of: BarFills, all: readonly BarFills[], bars: readonly Bar[]): boolean {
  const places = new Map(bars.map(({ time }, place) => [time, place]));
  const placeOf = ({ time }: BarFills): number => places.get(time) ?? 0;
  return all.every(
    (other) =>
      other === of || other.side !== of.side || Math.abs(placeOf(other) - placeOf(of)) >= NUMBER_BARS,
  );
}

/** Adds up a ticker's fills by bar and side; those before the first bar have no place. */
export function fillsByBar(
  fills: readonly Fill[],
  ticker: string,
  bars: readonly Bar[],
): readonly BarFills[] {
  const found = new Map<string, BarFills>();
  for (const { ticker: traded, at, side, quantity } of fills) {
    const time = traded === ticker ? barAt(bars, chartTime(at))?.time : undefined;
    if (time === undefined) continue;
    const key = `${time} ${side}`;
    found.set(key, { time, side, quantity: (found.get(key)?.quantity ?? 0) + quantity });
  }
  return [...found.values()].sort((one, other) => one.time - other.time);
}
