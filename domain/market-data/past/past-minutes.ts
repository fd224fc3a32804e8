import { MINUTE_MS } from '../../calendar/durations.ts';
import type { Candle } from '../candles.ts';
import type { PastDay } from './past-days.ts';
import { isIndexPast, normal, seedOf, type PastFacts, type SeededRandom } from './past-facts.ts';

/** The minutes of a session of the simulated past. A minute of an instrument without trades has no candle; an index has all. */
export function pastMinutes(facts: PastFacts, day: PastDay, seeded: SeededRandom): readonly Candle[] {
  const { session } = day;
  const count = session.minutes;
  const random = seeded(seedOf(`${facts.ticker} ${session.day} minutes`));
  const prices = pathOf(day, count, seeded(seedOf(`${facts.custodyTicker} ${session.day} path`)));
  const isIndex = isIndexPast(facts);
  const lots = shares(day.volume / facts.lotSize, uShape(count, random));
  const last = isIndex ? count - 1 : lots.findLastIndex((lot) => lot > 0);
  let before = day.open;
  return lots.flatMap((lot, minute) => {
    if (lot === 0 && !isIndex) return [];
    const close = minute === last ? day.close : (prices[minute] ?? day.close);
    const trades = isIndex
      ? 0
      : Math.min(lot, Math.max(1, Math.round((day.trades * lot * facts.lotSize) / day.volume)));
    const openedAtMs = session.opensAtMs + minute * MINUTE_MS;
    const volume = lot * facts.lotSize;
    const candle = minuteOf({ open: trades === 1 ? close : before, close, volume, trades }, random);
    before = close;
    return [{ ticker: facts.ticker, interval: 'M1' as const, openedAtMs, ...candle }];
  });
}

/** Closing prices of the minutes: a bridge of random steps from the open to the close, which keeps to the day's extremes. */
function pathOf({ open, close, reachUp, reachDown }: PastDay, count: number, random: () => number): number[] {
  const steps = Array.from({ length: count }, () => normal(random));
  const drift = steps.reduce((sum, step) => sum + step, 0) / count;
  const size = (reachUp + reachDown) / Math.sqrt(count);
  const high = Math.max(open, close) * (1 + reachUp);
  const low = Math.min(open, close) * (1 - reachDown);
  const trend = Math.log(close / open) / count;
  let walk = 0;
  return steps.map((step, minute) => {
    walk += (step - drift) * size;
    const price = open * Math.exp(trend * (minute + 1) + walk);
    return Math.max(1, Math.round(Math.min(high, Math.max(low, price))));
  });
}

/** Weights of the minutes of a day: much at its begin and end, less around noon, and each minute different. */
const uShape = (count: number, random: () => number): readonly number[] =>
  Array.from({ length: count }, (_, minute) => {
    const place = (2 * minute) / Math.max(1, count - 1) - 1;
    return (0.5 + 1.5 * place ** 2) * Math.exp(0.6 * normal(random));
  });

/** Divides a whole number by weights, without loss. */
function shares(total: number, weights: readonly number[]): readonly number[] {
  const sum = weights.reduce((all, weight) => all + weight, 0);
  let reached = 0;
  let given = 0;
  return weights.map((weight, index) => {
    reached += weight;
    const upTo = index === weights.length - 1 ? total : Math.floor((total * reached) / sum);
    const share = upTo - given;
    given = upTo;
    return share;
  });
}

interface MinuteFigures {
  readonly open: number;
  readonly close: number;
  readonly volume: number;
  readonly trades: number;
}

function minuteOf({ open, close, volume, trades }: MinuteFigures, random: () => number) {
  // Only a third trade can lie beyond open and close; an index has values at any time.
  const reach = (): number =>
    trades === 1 || trades === 2 ? 0 : Math.round(Math.abs(normal(random)) * 0.0004 * close);
  const high = Math.max(open, close) + reach();
  const low = Math.max(1, Math.min(open, close) - reach());
  return { open, high, low, close, ...totalsOf({ open, close, high, low }, volume, trades) };
}

/** Totals of a candle that no trade made. Its average price is the middle of open and close. */
export function totalsOf(
  { open, close }: Pick<Candle, 'open' | 'high' | 'low' | 'close'>,
  volume: number,
  tradeCount: number,
) {
  const turnoverCentavos = volume * Math.round((open + close) / 2);
  return { volume, turnoverCentavos, tradeCount, lastTradeSequence: null, isClosed: true };
}
