import type { CandlesQuery } from '#sdk/src/index.ts';

export type Candle = NonNullable<NonNullable<CandlesQuery['asset']>['candles']>['nodes'][number];
export type Interval = Candle['interval'];

export const INTERVALS: readonly Interval[] = ['M1', 'M5', 'M15', 'H1', 'D1'];

/** A candle as the chart draws it. Floating point is exact enough for pixels; no money is computed from it. */
export interface Bar {
  /** Time of the opening in São Paulo, as if it were UTC, in seconds: the chart knows no time zones. */
  readonly time: number;
  readonly open: number;
  readonly high: number;
  readonly low: number;
  readonly close: number;
  readonly volume: number;
}

const SAO_PAULO = new Intl.DateTimeFormat('en-CA', {
  timeZone: 'America/Sao_Paulo',
  year: 'numeric',
  month: '2-digit',
  day: '2-digit',
  hour: '2-digit',
  minute: '2-digit',
  second: '2-digit',
  hourCycle: 'h23',
});

/** The wall time of an instant in São Paulo, as if it were UTC, in seconds. */
export function chartTime(instant: string): number {
  const [year = 0, month = 1, day = 1, hour = 0, minute = 0, second = 0] = SAO_PAULO.format(new Date(instant))
    .split(/\D+/)
    .map(Number);
  return Date.UTC(year, month - 1, day, hour, minute, second) / 1000;
}

/** A day's candle stands at its day, whatever time its session began. */
const DAY_SECONDS = 86_400;

export function barOf({ interval, openedAt, open, high, low, close, volume }: Candle): Bar {
  const time = chartTime(openedAt);
  return {
    time: interval === 'D1' ? time - (time % DAY_SECONDS) : time,
    open: Number(open),
    high: Number(high),
    low: Number(low),
    close: Number(close),
    volume,
  };
}

/** Candles by time, each once; a later state of a candle replaces the earlier one. */
export function withBar(bars: readonly Bar[], bar: Bar): readonly Bar[] {
  const last = bars.at(-1);
  if (!last || bar.time > last.time) return [...bars, bar];
  if (bar.time === last.time) return [...bars.slice(0, -1), bar];
  return bars.map((one) => (one.time === bar.time ? bar : one));
}

/** The bar in which an instant lies: the last one that opens before it; undefined before the first. */
export function barAt(bars: readonly Bar[], time: number): Bar | undefined {
  let [low, high] = [0, bars.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((bars[middle]?.time ?? Infinity) <= time) low = middle + 1;
    else high = middle;
  }
  return bars[low - 1];
}
