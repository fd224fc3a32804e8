import { createMarketTime, type MarketAnchor } from '#domain/calendar/market-time.ts';
import { continuousFrom, type MarketMode } from '#domain/calendar/session.ts';
import type { TradingCalendar } from '#domain/calendar/trading-calendar.ts';

/** Stored state of the market clock. */
export interface StoredClock {
  readonly anchor: MarketAnchor;
  /** Upper bound of the market time reached so far. */
  readonly ceilingMs: number;
  /** Time of writing, by the machine's clock. */
  readonly seenMs: number;
}

export interface ClockSettings {
  readonly mode: MarketMode;
  /** Market seconds per second of the machine. */
  readonly speed: number;
  /** Requested start of market time; null: the machine's time. */
  readonly startMs: number | null;
}

/** After a pause up to this long, market time continues from the same anchor. */
export const LONGEST_RESTART_MS = 10 * 60_000;

/** Lead of the ceiling over market time, in milliseconds of the machine's clock. */
const CEILING_AHEAD_MS = 60_000;

/** In mode `auto`, a new anchor lies in continuous trading that lasts at least this long, in market time. */
const LEAST_CONTINUOUS_MS = 30 * 60_000;

/**
 * Decides the market clock at the broker's start: after a restart within minutes it continues from the same anchor.
 * Otherwise it begins at the requested start, or at the machine's time, but never before the stored ceiling: market time
 * never runs backwards. In mode `auto` a new anchor without a requested start lies in continuous trading, so that a
 * session is open at every start.
 */
export function startClock(
  calendar: TradingCalendar,
  { mode, speed, startMs }: ClockSettings,
  stored: StoredClock | null,
  nowMs: number,
): StoredClock {
  if (stored && continues({ mode, speed, startMs }, stored, nowMs))
    return keptClock(calendar, stored.anchor, nowMs);
  const fromMs = Math.max(startMs ?? nowMs, stored?.ceilingMs ?? 0);
  const simulatedMs =
    mode === 'auto' && fromMs !== startMs ? continuousFrom(calendar, fromMs, LEAST_CONTINUOUS_MS) : fromMs;
  return keptClock(calendar, { mode, speed, realMs: nowMs, simulatedMs }, nowMs);
}

/** The state to store of a running clock; store it again before market time reaches the ceiling. */
export function keptClock(calendar: TradingCalendar, anchor: MarketAnchor, nowMs: number): StoredClock {
  const time = createMarketTime(calendar, anchor);
  return { anchor, ceilingMs: time.simulatedAt(nowMs + CEILING_AHEAD_MS), seenMs: nowMs };
}

/** True when the stored anchor stays in use. A requested start beyond the ceiling moves the clock there. */
const continues = (
  { mode, speed, startMs }: ClockSettings,
  { anchor, seenMs, ceilingMs }: StoredClock,
  nowMs: number,
): boolean =>
  anchor.mode === mode &&
  anchor.speed === speed &&
  seenMs <= nowMs &&
  nowMs - seenMs <= LONGEST_RESTART_MS &&
  (startMs ?? 0) <= ceilingMs;
