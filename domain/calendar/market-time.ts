import { dayOf } from './sao-paulo-time.ts';
import { openHoursOf, sessionAfter, type MarketMode } from './session.ts';
import type { TradingCalendar } from './trading-calendar.ts';

/** Anchor of the market clock: at machine time `realMs` the market time was `simulatedMs`; it runs on at `speed`. */
export interface MarketAnchor {
  readonly mode: MarketMode;
  readonly realMs: number;
  readonly simulatedMs: number;
  readonly speed: number;
}

/** Conversion between machine time and market time. */
export interface MarketTime {
  /** Market time at a machine time. Never runs back; constant before the anchor. */
  readonly simulatedAt: (realMs: number) => number;
  /** First machine time at which the market time is `simulatedMs` or later. */
  readonly realAt: (simulatedMs: number) => number;
}

/** A stretch of market time without a jump. `elapsedMs` is the market time from the anchor to the stretch's start. */
interface Stretch {
  readonly elapsedMs: number;
  readonly fromMs: number;
  /** Excluded. */
  readonly toMs: number;
}

/** Creates the conversion of an anchor: mode `auto` jumps over closed hours, `b3` and `continuous` never jump. */
export function createMarketTime(calendar: TradingCalendar, anchor: MarketAnchor): MarketTime {
  const first: Stretch =
    anchor.mode === 'auto'
      ? { elapsedMs: 0, ...openStretchFrom(calendar, anchor.simulatedMs) }
      : { elapsedMs: 0, fromMs: anchor.simulatedMs, toMs: Infinity };
  const after = (stretch: Stretch): Stretch => ({
    elapsedMs: stretch.elapsedMs + stretch.toMs - stretch.fromMs,
    ...openStretchFrom(calendar, stretch.toMs),
  });
  // Callers mostly ask for later and later times, so the search starts at the last stretch found.
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

/** Searches near the quotient, because division and multiplication by the speed both round. */
function firstRealMs(anchor: MarketAnchor, elapsed: number, elapsedAt: (realMs: number) => number): number {
  let realMs = anchor.realMs + Math.floor(elapsed / anchor.speed) - 1;
  while (elapsedAt(realMs) < elapsed) realMs++;
  return Math.max(realMs, anchor.realMs);
}

/** The time before the opening call that a jump over closed hours leaves: nothing moves in it. */
const BEFORE_CALL_MS = 60_000;

/**
 * The rest of the session that is open at an instant; when the market is closed, the next session from a minute
 * before its opening call on.
 */
function openStretchFrom(
  calendar: TradingCalendar,
  instantMs: number,
): { readonly fromMs: number; readonly toMs: number } {
  const today = dayOf(instantMs);
  const session = calendar.sessionOf(today);
  const hours = session && openHoursOf(session);
  if (hours && instantMs >= hours.fromMs && instantMs < hours.toMs)
    return { fromMs: instantMs, toMs: hours.toMs };
  const next = session && hours && instantMs < hours.fromMs ? session : sessionAfter(calendar, today);
  const call = next.phases.find(({ phase }) => phase === 'OPENING_CALL');
  return { fromMs: (call?.startsAtMs ?? next.opensAtMs) - BEFORE_CALL_MS, toMs: next.closesAtMs };
}
