import type { ReactElement } from 'react';
import { dayLine, type DayQuote, type TrendCandle } from './day-line.ts';
import { directionOfPercent } from '../use-quote.ts';

interface SparklineProps {
  readonly quote: (DayQuote & { readonly changePercent: string | null }) | undefined;
  readonly candles: readonly TrendCandle[] | undefined;
  readonly width: number;
  readonly height: number;
}

/** The points of a line over the whole area, one decimal place each. */
export function linePoints(values: readonly number[], width: number, height: number): string {
  const [low, high] = [Math.min(...values), Math.max(...values)];
  const stepX = values.length > 1 ? width / (values.length - 1) : 0;
  const yOf = (value: number): number =>
    high === low ? height / 2 : height - ((value - low) / (high - low)) * height;
  return values.map((value, index) => `${(index * stepX).toFixed(1)},${yOf(value).toFixed(1)}`).join(' ');
}

/** A line of prices without axes: its course, not its values. It has the colour of the day's change. */
export function Sparkline({ quote, candles, width, height }: SparklineProps): ReactElement {
  const values = dayLine(quote, candles);
  const points = values.length > 1 ? linePoints(values, width, height - 4) : '';
  return (
    <svg
      className={`sparkline is-${directionOfPercent(quote?.changePercent)}`}
      viewBox={`0 -2 ${width} ${height}`}
      width={width}
      height={height}
      preserveAspectRatio="none"
      aria-hidden="true"
    >
      {points !== '' && <polygon points={`0,${height} ${points} ${width},${height}`} />}
      {points !== '' && <polyline points={points} />}
    </svg>
  );
}
