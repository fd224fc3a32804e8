import { DAY_MS } from '../../calendar/durations.ts';
import { add } from '../../money/integer.ts';
import { openingOf, type Candle, type CandleInterval } from '../candles.ts';
import { pastDays, type PastDay, type PastSession } from './past-days.ts';
import type { PastFacts, SeededRandom } from './past-facts.ts';
import { pastMinutes, totalsOf } from './past-minutes.ts';

/** Number of sessions before the broker's first day that have candles shorter than a day. */
const SESSIONS_WITH_MINUTES = 5;

/** A part of the simulated past, which is computed at once: in one or two milliseconds. */
export interface PastPart {
  /** Start of its first day, and the end of its last one, exclusive. */
  readonly fromMs: number;
  readonly untilMs: number;
  /** Its candles, oldest first. */
  readonly compute: () => readonly Candle[];
}

/**
 * The simulated past of an instrument, oldest part first: a year of days, and five sessions of shorter candles, which agree with their
 * minutes. It is simulated, not a record of the exchange. The same facts give the same candles.
 *
 * @param sessions those before the broker's first day, from `pastSessions`
 */
export function pastParts(
  facts: PastFacts,
  interval: CandleInterval,
  sessions: readonly PastSession[],
  seeded: SeededRandom,
): readonly PastPart[] {
  const { ticker } = facts;
  const older = sessions.slice(0, -SESSIONS_WITH_MINUTES);
  const newest = sessions.slice(-SESSIONS_WITH_MINUTES);
  const minutesOf = (index: number): readonly Candle[] => {
    const day = pastDays(facts, newest, seeded)[index];
    return day ? pastMinutes(facts, day, seeded) : [];
  };
  const parts = newest.map((session, index) =>
    partOf(session, session, () => joined(minutesOf(index), interval, session)),
  );
  const [first, last] = [older[0], older.at(-1)];
  if (interval !== 'D1' || !first || !last) return parts;
  const days = () => pastDays(facts, sessions, seeded).slice(0, older.length);
  return [partOf(first, last, () => days().map((day) => dayCandle(ticker, day))), ...parts];
}

const partOf = (first: PastSession, last: PastSession, compute: PastPart['compute']): PastPart => ({
  fromMs: first.startsAtMs,
  untilMs: last.startsAtMs + DAY_MS,
  compute,
});

function dayCandle(
  ticker: string,
  { session, open, close, reachUp, reachDown, volume, trades }: PastDay,
): Candle {
  const [first, reach] = trades === 1 ? [close, 0] : [open, trades === 2 ? 0 : 1];
  const prices = {
    ...{ open: first, close },
    high: Math.round(Math.max(first, close) * (1 + reach * reachUp)),
    low: Math.max(1, Math.round(Math.min(first, close) * (1 - reach * reachDown))),
  };
  return {
    ...{ ticker, interval: 'D1', openedAtMs: session.startsAtMs },
    ...prices,
    ...totalsOf(prices, volume, trades),
  };
}

/** Joins the minutes of a day to longer candles. */
function joined(
  minutes: readonly Candle[],
  interval: CandleInterval,
  { day: tradeDate, startsAtMs }: PastSession,
): readonly Candle[] {
  if (interval === 'M1') return minutes;
  const found: Writable<Candle>[] = [];
  for (const minute of minutes) {
    const atMs = minute.openedAtMs;
    const openedAtMs = interval === 'D1' ? startsAtMs : openingOf(interval, { atMs, tradeDate });
    const newest = found.at(-1);
    if (newest?.openedAtMs === openedAtMs) extend(newest, minute);
    else found.push({ ...minute, interval, openedAtMs });
  }
  return found;
}

type Writable<T> = { -readonly [Key in keyof T]: T[Key] };

function extend(candle: Writable<Candle>, next: Candle): void {
  candle.high = Math.max(candle.high, next.high);
  candle.low = Math.min(candle.low, next.low);
  candle.close = next.close;
  candle.volume = add(candle.volume, next.volume);
  candle.turnoverCentavos = add(candle.turnoverCentavos, next.turnoverCentavos);
  candle.tradeCount = add(candle.tradeCount, next.tradeCount);
}
