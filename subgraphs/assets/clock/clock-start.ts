import { createMarketTime, type MarketAnchor } from '#domain/calendar/market-time.ts';
import { continuousFrom, type MarketMode } from '#domain/calendar/session.ts';
import type { TradingCalendar } from '#domain/calendar/trading-calendar.ts';

/** What was kept of the market clock. */
export interface StoredClock {
  readonly anchor: MarketAnchor;
  /** Market time has not passed this instant. */
  readonly ceilingMs: number;
  /** When that was written, by the machine's clock. */
  readonly seenMs: number;
}

export interface ClockSettings {
  readonly mode: MarketMode;
  /** Market seconds a second. */
  readonly speed: number;
  /** Stands in for the machine's time as where market time begins; null for none. */
  readonly startMs: number | null;
}

/** A pause up to this long is a restart: market time goes on as if nothing had stopped. */
export const LONGEST_RESTART_MS = 10 * 60_000;

/** How far ahead of market time the ceiling is set, in milliseconds of the machine. */
const CEILING_AHEAD_MS = 60_000;

/** In mode `auto` a clock that begins anew begins where continuous trading lasts so long yet, in market time. */
const LEAST_CONTINUOUS_MS = 30 * 60_000;

/**
 * Where market time goes on when the broker starts: from the same anchor after a restart within minutes, otherwise from
 * the machine's time (or the wished instant) or, when market time was ahead of that, from where it had come to. So it
 * never runs back. In mode `auto` the session runs whenever somebody starts: without a wished instant a clock that does
 * not go on begins in continuous trading that will last a while.
 */
export function startClock(
  calendar: TradingCalendar,
  { mode, speed, startMs }: ClockSettings,
  stored: StoredClock | null,
  nowMs: number,
): StoredClock {
  if (stored && goesOn({ mode, speed, startMs }, stored, nowMs))
    return keptClock(calendar, stored.anchor, nowMs);
  const fromMs = Math.max(startMs ?? nowMs, stored?.ceilingMs ?? 0);
  const simulatedMs =
    mode === 'auto' && fromMs !== startMs ? continuousFrom(calendar, fromMs, LEAST_CONTINUOUS_MS) : fromMs;
  return keptClock(calendar, { mode, speed, realMs: nowMs, simulatedMs }, nowMs);
}

/** What to keep of a running clock, now and again before the ceiling is reached. */
export function keptClock(calendar: TradingCalendar, anchor: MarketAnchor, nowMs: number): StoredClock {
  const time = createMarketTime(calendar, anchor);
  return { anchor, ceilingMs: time.simulatedAt(nowMs + CEILING_AHEAD_MS), seenMs: nowMs };
}

/** A wished instant that lies ahead of where market time has come to is a wish to go there. */
const goesOn = (
  { mode, speed, startMs }: ClockSettings,
  { anchor, seenMs, ceilingMs }: StoredClock,
  nowMs: number,
): boolean =>
  anchor.mode === mode &&
  anchor.speed === speed &&
  seenMs <= nowMs &&
  nowMs - seenMs <= LONGEST_RESTART_MS &&
  (startMs ?? 0) <= ceilingMs;
