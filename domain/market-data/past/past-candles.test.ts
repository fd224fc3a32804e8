import fc from 'fast-check';
import { expect, test } from 'vitest';
import { createTradingCalendar } from '../../calendar/trading-calendar.ts';
import { CANDLE_INTERVALS, openingOf, startOfDayMs, type Candle } from '../candles.ts';
import { packPast, unpackPast } from './packed-past.ts';
import { pastParts } from './past-candles.ts';
import { pastSessions } from './past-days.ts';
import { indexPastFacts, type PastFacts } from './past-facts.ts';

const calendar = createTradingCalendar();
/** A linear congruential generator: any generator will do. */
const seeded = (seed: number) => {
  let state = seed;
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 2 ** 32;
  };
};
const candlesOf = (facts: PastFacts, interval: Candle['interval']) =>
  pastParts(facts, interval, pastSessions(facts.beforeDay, calendar), seeded).flatMap(({ compute }) =>
    compute(),
  );
const PETR4: PastFacts = {
  ...{ ticker: 'PETR4', custodyTicker: 'PETR4', beforeDay: '2026-03-16', closeCentavos: 2_910, lotSize: 100 },
  ...{ annualVolatilityBp: 3_500, dailyVolume: 60_000_000, dailyTrades: 45_000 },
};
const anyFacts: fc.Arbitrary<PastFacts> = fc.record({
  ticker: fc.constantFrom('PETR4', 'PETR4F', 'XPML11'),
  custodyTicker: fc.constantFrom('PETR4', 'XPML11'),
  beforeDay: fc.constantFrom('2026-03-16', '2021-06-24', '2021-01-04', '2000-02-01'),
  closeCentavos: fc.integer({ min: 1, max: 50_000 }),
  lotSize: fc.constantFrom(1, 100),
  annualVolatilityBp: fc.integer({ min: 1_000, max: 9_000 }),
  dailyVolume: fc.integer({ min: 1, max: 1_000_000 }),
  dailyTrades: fc.integer({ min: 1, max: 10_000 }),
});

/** The candle that a list of shorter ones gives, by plain sums. */
const sumOf = (parts: readonly Candle[]) => ({
  open: parts[0]?.open,
  close: parts.at(-1)?.close,
  high: Math.max(...parts.map(({ high }) => high)),
  low: Math.min(...parts.map(({ low }) => low)),
  volume: parts.reduce((sum, { volume }) => sum + volume, 0),
  turnoverCentavos: parts.reduce((sum, { turnoverCentavos }) => sum + turnoverCentavos, 0),
  tradeCount: parts.reduce((sum, { tradeCount }) => sum + tradeCount, 0),
});

test('ends at the close before the first day, in every interval', () => {
  fc.assert(
    fc.property(anyFacts, fc.constantFrom(...CANDLE_INTERVALS), (facts, interval) => {
      const candles = candlesOf(facts, interval);
      expect(candles.at(-1)?.close).toBe(facts.closeCentavos);
      expect(candles.at(-1)?.openedAtMs).toBeLessThan(startOfDayMs(facts.beforeDay));
    }),
    { numRuns: 10 },
  );
});

/** The reasons for which a candle cannot come from trades. */
function faultsOf(candle: Candle, lotSize: number): readonly string[] {
  const { open, high, low, close, volume, turnoverCentavos, tradeCount } = candle;
  const checks = {
    prices: low >= 1 && low <= Math.min(open, close) && high >= Math.max(open, close),
    volume: volume > 0 && volume % lotSize === 0,
    trades: tradeCount > 0 && tradeCount <= volume / lotSize && (tradeCount > 1 || low === high),
    turnover: turnoverCentavos >= low * volume && turnoverCentavos <= high * volume,
  };
  return Object.entries(checks).flatMap(([name, holds]) => (holds ? [] : [name]));
}

test('has plausible candles in order, and longer ones that agree with the minutes', () => {
  fc.assert(
    fc.property(anyFacts, fc.constantFrom(...CANDLE_INTERVALS), (facts, interval) => {
      const candles = candlesOf(facts, interval);
      expect(candles.flatMap((candle) => faultsOf(candle, facts.lotSize))).toEqual([]);
      const openings = candles.map(({ openedAtMs }) => openedAtMs);
      expect(openings).toEqual([...new Set(openings)].sort((a, b) => a - b));
      const parts = new Map<number, Candle[]>();
      for (const minute of candlesOf(facts, 'M1')) {
        const atMs = minute.openedAtMs;
        const opening = openingOf(interval, { atMs, tradeDate: new Date(atMs).toISOString().slice(0, 10) });
        parts.set(opening, [...(parts.get(opening) ?? []), minute]);
      }
      expect(candles.slice(-parts.size)).toMatchObject([...parts.values()].map(sumOf));
    }),
    { numRuns: 10 },
  );
});

test('unpacks the chosen candles of those that it packed, from either end', () => {
  const candles = candlesOf(PETR4, 'M15');
  fc.assert(
    fc.property(fc.nat(200), fc.boolean(), fc.subarray([...candles]), (limit, isNewest, some) => {
      const chosen = new Set(some.map(({ openedAtMs }) => openedAtMs));
      const isChosen = (openedAtMs: number): boolean => chosen.has(openedAtMs);
      const expected = isNewest ? some.slice(Math.max(0, some.length - limit)) : some.slice(0, limit);
      expect(unpackPast(packPast(candles), { isChosen, limit, isNewest })).toEqual(expected);
    }),
  );
});

test('is the same for the same facts, and has a year of days and five sessions of minutes', () => {
  const days = candlesOf(PETR4, 'D1');
  expect(days).toEqual(candlesOf(PETR4, 'D1'));
  expect(days.length).toBeGreaterThan(240);
  expect(
    new Set(
      candlesOf(PETR4, 'H1').map(({ openedAtMs }) => openingOf('H1', { atMs: openedAtMs, tradeDate: '' })),
    ).size,
  ).toBe(35);
  expect(candlesOf(PETR4, 'M1').length).toBeGreaterThan(2_000);
});

test('has the volatility and volume of the facts', () => {
  const days = candlesOf(PETR4, 'D1');
  const returns = days.slice(1).map(({ close }, index) => Math.log(close / (days[index]?.close ?? close)));
  const volatility = Math.sqrt((252 * returns.reduce((sum, one) => sum + one ** 2, 0)) / returns.length);
  expect(volatility).toBeGreaterThan(0.25);
  expect(volatility).toBeLessThan(0.45);
  const mean = days.reduce((sum, { volume }) => sum + volume, 0) / days.length;
  expect(Math.abs(mean / PETR4.dailyVolume - 1)).toBeLessThan(0.3);
});

test('gives both markets of a security the same path of prices', () => {
  const twin = { ...PETR4, ticker: 'PETR4F', lotSize: 1, dailyVolume: 90_000, dailyTrades: 6_000 };
  const closes = (facts: PastFacts) => candlesOf(facts, 'D1').map(({ close }) => close);
  expect(closes(twin)).toEqual(closes(PETR4));
});

test('an index has a candle of each minute, without trades, and the days of instruments follow its own', () => {
  const ibov = indexPastFacts('IBOV', '2026-03-16', 12_700_000);
  const minutes = candlesOf(ibov, 'M1');
  expect(minutes).toHaveLength(5 * (pastSessions('2026-03-16', calendar).at(-1)?.minutes ?? 0));
  expect(new Set(minutes.map(({ volume, tradeCount }) => volume + tradeCount))).toEqual(new Set([0]));
  const returns = (facts: PastFacts) =>
    candlesOf(facts, 'D1').map(({ close }, index, all) => Math.log(close / (all[index - 1]?.close ?? close)));
  const [market, petr4] = [returns(ibov), returns(PETR4)];
  const product = (a: readonly number[], b: readonly number[]): number =>
    a.reduce((sum, one, index) => sum + one * (b[index] ?? 0), 0);
  const correlation = product(market, petr4) / Math.sqrt(product(market, market) * product(petr4, petr4));
  expect(correlation).toBeGreaterThan(0.45);
  expect(correlation).toBeLessThan(0.75);
});
