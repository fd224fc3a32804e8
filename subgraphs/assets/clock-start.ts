import { createMarketTime, type MarketAnchor } from '#domain/calendar/market-time.ts';
import type { MarketMode } from '#domain/calendar/session.ts';
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
}

/** A pause up to this long is a restart: market time goes on as if nothing had stopped. */
export const LONGEST_RESTART_MS = 10 * 60_000;

/** How far ahead of market time the ceiling is set, in milliseconds of the machine. */
const CEILING_AHEAD_MS = 60_000;

/**
 * Where market time goes on when the broker starts: from the same anchor after a restart within minutes, otherwise from
 * the machine's time or, when market time was ahead of that, from where it had come to. So it never runs back.
 */
export function startClock(
  calendar: TradingCalendar,
  settings: ClockSettings,
  stored: StoredClock | null,
  nowMs: number,
): StoredClock {
  const anchor =
    stored && goesOn(settings, stored, nowMs)
      ? stored.anchor
      : { ...settings, realMs: nowMs, simulatedMs: Math.max(nowMs, stored?.ceilingMs ?? 0) };
  return keptClock(calendar, anchor, nowMs);
}

/** What to keep of a running clock, now and again before the ceiling is reached. */
export function keptClock(calendar: TradingCalendar, anchor: MarketAnchor, nowMs: number): StoredClock {
  const time = createMarketTime(calendar, anchor);
  return { anchor, ceilingMs: time.simulatedAt(nowMs + CEILING_AHEAD_MS), seenMs: nowMs };
}

const goesOn = ({ mode, speed }: ClockSettings, { anchor, seenMs }: StoredClock, nowMs: number): boolean =>
  anchor.mode === mode && anchor.speed === speed && seenMs <= nowMs && nowMs - seenMs <= LONGEST_RESTART_MS;
