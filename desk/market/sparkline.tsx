import type { ReactElement } from 'react';
interface SparklineProps {
  readonly values: readonly number[];
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

/** Direction of a line from its first value to its last. */
export function lineDirection(values: readonly number[]): 'up' | 'down' | 'flat' {
  const change = (values.at(-1) ?? 0) - (values[0] ?? 0);
  return change > 0 ? 'up' : change < 0 ? 'down' : 'flat';
}

/**
 * A line of prices without axes: its course, not its values. It has the colour of its own course: its period is not that of the day's
 * change beside it.
 */
export function Sparkline({ values, width, height }: SparklineProps): ReactElement {
  const points = values.length > 1 ? linePoints(values, width, height - 4) : '';
  return (
    <svg
      className={`sparkline is-${lineDirection(values)}`}
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
