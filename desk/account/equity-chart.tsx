import { useMemo, useState, type KeyboardEvent, type PointerEvent, type ReactElement } from 'react';
import { useLanguage } from '../i18n/texts.ts';
import { directionOf } from '../market/use-quote.ts';
import { curveOf, pointAt, resultOf, withStart, type EquityPoint } from './equity-curve.ts';

/** The frame's own units: the picture is stretched to its place. */
const WIDTH = 1000;
const HEIGHT = 240;

interface EquityChartProps {
  readonly points: readonly EquityPoint[];
}

/** The curve, with the values of the day under the pointer, or of the day that the arrow keys choose. */
export function EquityChart({ points: days }: EquityChartProps): ReactElement {
  const { texts, format } = useLanguage();
  const [chosen, choose] = useState<number | null>(null);
  const points = useMemo(() => withStart(days), [days]);
  const curve = useMemo(() => curveOf(points, WIDTH, HEIGHT), [points]);
  const [first, last] = [points[0], points.at(-1)];
  const index = chosen === null ? null : Math.min(chosen, points.length - 1);
  const follow = ({ clientX, currentTarget }: PointerEvent): void => {
    const { left, width } = currentTarget.getBoundingClientRect();
    choose(pointAt(points.length, (clientX - left) / width));
  };
  const step = (event: KeyboardEvent): void => {
    const by = event.key === 'ArrowLeft' ? -1 : event.key === 'ArrowRight' ? 1 : 0;
    if (by === 0) return;
    event.preventDefault();
    choose(Math.min(points.length - 1, Math.max(0, (index ?? points.length - 1) + by)));
  };
  const label = texts.account.equityChart(
    format.day(first?.date),
    format.day(last?.date),
    format.money(first?.equity),
    format.money(last?.equity),
  );
  return (
    <div className="equity-chart">
      <div
        className={`equity-frame is-${directionOf(resultOf(points).profit)}`}
        role="img"
        aria-label={label}
        tabIndex={0}
        onPointerMove={follow}
        onPointerLeave={() => choose(null)}
        onKeyDown={step}
        onBlur={() => choose(null)}
      >
        <svg viewBox={`0 0 ${WIDTH} ${HEIGHT}`} preserveAspectRatio="none" aria-hidden="true">
          <path className="equity-area" d={curve.area} />
          <path className="equity-line" d={curve.line} />
        </svg>
        <span className="equity-scale is-high">{format.moneyShort(curve.high)}</span>
        <span className="equity-scale is-low">{format.moneyShort(curve.low)}</span>
        {index !== null && <Crosshair point={points[index]} place={curve.places[index]} />}
      </div>
      <p className="equity-days" aria-hidden="true">
        <span>{format.day(first?.date)}</span>
        <span>{format.day(last?.date)}</span>
      </p>
    </div>
  );
}

interface CrosshairProps {
  readonly point: EquityPoint | undefined;
  readonly place: { readonly x: number; readonly y: number } | undefined;
}

function Crosshair({ point, place }: CrosshairProps): ReactElement | null {
  const { format } = useLanguage();
  if (!point || !place) return null;
  const left = `${(place.x / WIDTH) * 100}%`;
  return (
    <>
      <span className="equity-mark" style={{ left, top: `${(place.y / HEIGHT) * 100}%` }} />
      <output className={`equity-day ${place.x > WIDTH / 2 ? 'is-left' : ''}`} style={{ left }}>
        {format.day(point.date)} <b>{format.money(point.equity)}</b>{' '}
        <span className={`change is-${directionOf(point.profit)}`}>{format.gain(point.profit)}</span>
      </output>
    </>
  );
}
