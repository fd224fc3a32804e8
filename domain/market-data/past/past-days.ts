import { addDays } from '../../calendar/days.ts';
import { MINUTE_MS } from '../../calendar/durations.ts';
import { FIRST_DAY, type TradingCalendar } from '../../calendar/trading-calendar.ts';
import { startOfDayMs } from '../candles.ts';
import { isIndexPast, normal, seedOf, type PastFacts, type SeededRandom } from './past-facts.ts';

/** Figures of one session of the simulated past. Prices in centavos. */
export interface PastDay {
  readonly session: PastSession;
  readonly open: number;
  readonly close: number;
  /** Distance of the day's extremes beyond open and close, as a share of the price. */
  readonly reachUp: number;
  readonly reachDown: number;
  readonly volume: number;
  readonly trades: number;
}

const PAST_DAYS = 365;
const SESSIONS_OF_YEAR = 252;
/** One day in 20 moves two and a half times as far, the others less, so that the variance stays: returns with fat tails. */
const WILD = { share: 0.05, factor: 2.5, otherFactor: 0.85 };
/** Correlation of an instrument's days with those of the market, which an index follows whole. */
const MARKET_CORRELATION = 0.6;
/** Standard deviation of the logarithm of a day's volume. */
const VOLUME_SPREAD = 0.35;

/** A session before the broker's first day, with the minutes of its continuous trading. */
export interface PastSession {
  readonly day: string;
  readonly startsAtMs: number;
  readonly opensAtMs: number;
  readonly minutes: number;
}

/** The sessions of a year before a day, oldest first. They are the same for all instruments, and take most of the time of a past. */
export function pastSessions(beforeDay: string, calendar: TradingCalendar): readonly PastSession[] {
  const found: PastSession[] = [];
  for (let back = PAST_DAYS; back >= 1; back--) {
    const day = addDays(beforeDay, -back);
    const session = day < FIRST_DAY ? null : calendar.sessionOf(day);
    if (!session) continue;
    const { opensAtMs, closingCallAtMs } = session;
    const minutes = Math.floor((closingCallAtMs - opensAtMs) / MINUTE_MS);
    found.push({ day, startsAtMs: startOfDayMs(day), opensAtMs, minutes });
  }
  return found;
}

/**
 * The days of the simulated past, oldest first: a random walk that ends at the close of the facts. The market's part of a day's move is
 * the same for all instruments.
 */
export function pastDays(
  facts: PastFacts,
  sessions: readonly PastSession[],
  seeded: SeededRandom,
): readonly PastDay[] {
  const daily = facts.annualVolatilityBp / 10_000 / Math.sqrt(SESSIONS_OF_YEAR);
  const correlation = isIndexPast(facts) ? 1 : MARKET_CORRELATION;
  const found: PastDay[] = [];
  let close = facts.closeCentavos;
  for (const session of sessions.toReversed()) {
    const { day } = session;
    const prices = seeded(seedOf(`${facts.custodyTicker} ${day}`));
    const isWild = prices() < WILD.share;
    const own = normal(prices) * (isWild ? WILD.factor : WILD.otherFactor);
    const market = normal(seeded(seedOf(`market ${day}`)));
    const move = daily * (correlation * market + Math.sqrt(1 - correlation ** 2) * own);
    const gap = 0.3 * daily * normal(prices);
    const before = centavos(close * Math.exp(-move));
    const [reachUp, reachDown] = [normal(prices), normal(prices)].map((size) => 0.4 * daily * Math.abs(size));
    found.push({
      ...{ session, open: centavos(before * Math.exp(gap)), close },
      ...{ reachUp: reachUp ?? 0, reachDown: reachDown ?? 0 },
      ...activityOf(facts, seeded(seedOf(`${facts.ticker} ${day} volume`)), Math.abs(move) / daily),
    });
    close = before;
  }
  return found.reverse();
}

/** Volume in whole lots, and the number of trades, at most one a lot. A large move of the price comes with more volume. */
function activityOf(
  facts: PastFacts,
  random: () => number,
  moveSize: number,
): Pick<PastDay, 'volume' | 'trades'> {
  if (isIndexPast(facts)) return { volume: 0, trades: 0 };
  const { dailyVolume, dailyTrades, lotSize } = facts;
  const busy = Math.exp(VOLUME_SPREAD * normal(random) + 0.15 * (moveSize - 1));
  const lots = Math.max(1, Math.round((dailyVolume * busy) / lotSize));
  const trades = Math.min(lots, Math.max(1, Math.round(dailyTrades * busy)));
  return { volume: lots * lotSize, trades };
}

const centavos = (price: number): number => Math.max(1, Math.round(price));
