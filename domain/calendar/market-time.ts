import { dayOf, openHoursOf, sessionAfter, type MarketMode } from './session.ts';
import type { TradingCalendar } from './trading-calendar.ts';

/** At `realMs` of the machine it was `simulatedMs` in the market, and from there it runs on at `speed`. */
export interface MarketAnchor {
  readonly mode: MarketMode;
  readonly realMs: number;
  readonly simulatedMs: number;
  readonly speed: number;
}

/** The market's time from the machine's, and back. */
export interface MarketTime {
  /** Never falls when `realMs` grows. Before the anchor it stands still. */
  readonly simulatedAt: (realMs: number) => number;
  /** The first instant of the machine at which the market's time is this or later. */
  readonly realAt: (simulatedMs: number) => number;
}

/** A stretch of market time without a jump. `elapsedMs` is how much market time has run from the anchor to its start. */
interface Stretch {
  readonly elapsedMs: number;
  readonly fromMs: number;
  /** Not included. */
  readonly toMs: number;
}

/** Market time from an anchor: without jumps in the modes `b3` and `continuous`, over closed hours in mode `auto`. */
export function createMarketTime(calendar: TradingCalendar, anchor: MarketAnchor): MarketTime {
  const first: Stretch =
    anchor.mode === 'auto'
      ? { elapsedMs: 0, ...openStretchFrom(calendar, anchor.simulatedMs) }
      : { elapsedMs: 0, fromMs: anchor.simulatedMs, toMs: Infinity };
  const after = (stretch: Stretch): Stretch => ({
    elapsedMs: stretch.elapsedMs + stretch.toMs - stretch.fromMs,
    ...openStretchFrom(calendar, stretch.toMs),
  });
  // Time mostly goes forward, so the search goes on from where the last one ended.
  let recent = first;
  const find = (starts: (stretch: Stretch) => boolean, isPast: (stretch: Stretch) => boolean): Stretch => {
    let stretch = starts(recent) ? recent : first;
    while (isPast(stretch)) stretch = after(stretch);
    recent = stretch;
    return stretch;
  };
  const elapsedAt = (realMs: number): number =>
    Math.max(0, Math.floor((realMs - anchor.realMs) * anchor.speed));

  return {
    simulatedAt: (realMs) => {
      const elapsed = elapsedAt(realMs);
      const stretch = find(
        ({ elapsedMs }) => elapsedMs <= elapsed,
        ({ elapsedMs, fromMs, toMs }) => elapsed - elapsedMs >= toMs - fromMs,
      );
      return stretch.fromMs + elapsed - stretch.elapsedMs;
    },
    realAt: (simulatedMs) => {
      const stretch = find(
        ({ fromMs }) => fromMs <= simulatedMs,
        ({ toMs }) => toMs <= simulatedMs,
      );
      const elapsed = stretch.elapsedMs + Math.max(0, simulatedMs - stretch.fromMs);
      return firstRealMs(anchor, elapsed, elapsedAt);
    },
  };
}

/** Division and multiplication by the speed round, so the neighbours of the quotient decide. */
function firstRealMs(anchor: MarketAnchor, elapsed: number, elapsedAt: (realMs: number) => number): number {
  let realMs = anchor.realMs + Math.floor(elapsed / anchor.speed) - 1;
  while (elapsedAt(realMs) < elapsed) realMs++;
  return Math.max(realMs, anchor.realMs);
}

/** What is left of the session that is open at an instant; the next session's hours when it is closed. */
function openStretchFrom(
  calendar: TradingCalendar,
  instantMs: number,
): { readonly fromMs: number; readonly toMs: number } {
  const today = dayOf(instantMs);
  const session = calendar.sessionOf(today);
  const hours = session && openHoursOf(session);
  if (hours && instantMs < hours.toMs) return { fromMs: Math.max(instantMs, hours.fromMs), toMs: hours.toMs };
  return openHoursOf(sessionAfter(calendar, today));
}
