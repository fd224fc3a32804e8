import { decimal, type EquityQuery } from '#sdk/src/index.ts';

export type EquityPoint = NonNullable<EquityQuery['account']>['equity'][number];

/** The points with the present value of the account as that of today, which moves with each price. */
export function withPresent(
  points: readonly EquityPoint[],
  today: string,
  total: string | undefined,
): readonly EquityPoint[] {
  const last = points.at(-1);
  if (!last || last.date !== today || total === undefined) return points;
  const moved = decimal.subtract(total, last.equity);
  return [...points.slice(0, -1), { ...last, equity: total, profit: decimal.add(last.profit, moved) }];
}

/** The points after the value with which the first day began, its transfers included: the curve rises and falls by the whole result. */
export function withStart(points: readonly EquityPoint[]): readonly EquityPoint[] {
  const [first] = points;
  if (!first) return points;
  return [{ ...first, equity: decimal.subtract(first.equity, first.profit), profit: '0.00' }, ...points];
}

/** The result of a period. */
export interface PeriodResult {
  readonly profit: string;
  /** Time-weighted return, so that deposits and withdrawals do not count; null before the account had anything. */
  readonly percent: string | null;
}

export function resultOf(points: readonly EquityPoint[]): PeriodResult {
  let growth: number | null = null;
  for (const { equity, profit } of points) {
    const invested = Number(decimal.subtract(equity, profit));
    if (invested > 0) growth = (growth ?? 1) * (Number(equity) / invested);
  }
  return {
    profit: points.reduce((sum, point) => decimal.add(sum, point.profit), '0.00'),
    percent: growth === null ? null : ((growth - 1) * 100).toFixed(2),
  };
}

/** A drawn curve, in units of its frame. */
export interface Curve {
  readonly line: string;
  readonly area: string;
  readonly places: readonly { readonly x: number; readonly y: number }[];
  readonly low: number;
  readonly high: number;
}

/** The frame keeps this part of its height free above and below the curve. */
const MARGIN = 0.08;

/** Draws the equity of the points, evenly spaced: weekends take no place. */
export function curveOf(points: readonly EquityPoint[], width: number, height: number): Curve {
  const values = points.map(({ equity }) => Number(equity));
  const [low, high] = [Math.min(...values), Math.max(...values)];
  const span = high - low;
  const places = values.map((value, index) => ({
    x: values.length < 2 ? width / 2 : (index / (values.length - 1)) * width,
    y: span === 0 ? height / 2 : height * (1 - MARGIN - ((value - low) / span) * (1 - 2 * MARGIN)),
  }));
  const line = places
    .map(({ x, y }, index) => `${index === 0 ? 'M' : 'L'}${x.toFixed(1)} ${y.toFixed(1)}`)
    .join('');
  return { line, area: `${line}L${width} ${height}L0 ${height}Z`, places, low, high };
}

/** Index of the point under a part of the frame's width. */
export const pointAt = (count: number, part: number): number =>
  Math.min(count - 1, Math.max(0, Math.round(part * (count - 1))));
