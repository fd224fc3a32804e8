import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { loadCatalogue } from '#assets/catalogue/catalogue.ts';
import { createRandom } from '#platform/random.ts';
import { activityAt } from './day-curve.ts';
import { createFairValue } from './fair-value.ts';
import { loadLiquidityFacts, profileOf, type LiquidityProfile } from './liquidity.ts';
import { createMarketFactor, SESSION_MS } from './market-factor.ts';
import { createRevertingValue, fatTailed, normal } from './noise.ts';

const START = Date.UTC(2026, 2, 16, 13);
const seeds = fc.integer({ min: 0, max: 2 ** 32 - 1 });
const facts = loadLiquidityFacts();
const profile = (ticker: string): LiquidityProfile => {
  const fact = loadCatalogue('2026-03-16').find((one) => one.ticker === ticker);
  if (!fact) throw new Error(`${ticker} is not listed`);
  return profileOf(fact, facts);
};
const deviation = (values: readonly number[]): number =>
  Math.sqrt(values.reduce((sum, value) => sum + value ** 2, 0) / values.length);

describe('the curve of the day', () => {
  test('has a mean of one, a high opening and close, and a low noon', () => {
    const shares = Array.from({ length: 1_000 }, (_, index) => (index + 0.5) / 1_000);
    expect(shares.reduce((sum, share) => sum + activityAt(share), 0) / 1_000).toBeCloseTo(1, 2);
    expect(activityAt(0)).toBeGreaterThan(2);
    expect(activityAt(0.5)).toBeLessThan(0.9);
    expect(activityAt(1)).toBeGreaterThan(1.5);
  });

  test('is one outside continuous trading', () => {
    expect([null, -0.1, 1.1].map(activityAt)).toEqual([1, 1, 1]);
  });
});

describe('profiles', () => {
  test('cover the whole catalogue', () => {
    for (const fact of loadCatalogue('2026-03-16'))
      expect(facts.has(fact.custodyTicker), fact.ticker).toBe(true);
  });

  test('make liquid books active, tight and deep, and fractional twins wide and thin', () => {
    const [petr4, gold11, petr4f] = [profile('PETR4'), profile('GOLD11'), profile('PETR4F')];
    expect(petr4.weight).toBeGreaterThan(10 * gold11.weight);
    expect(petr4.spreadPpm).toBeLessThan(gold11.spreadPpm / 3);
    expect(petr4f.spreadPpm).toBeGreaterThan(3 * petr4.spreadPpm);
    expect(petr4.orderValueCentavos).toBeGreaterThan(5 * gold11.orderValueCentavos);
    expect([petr4, gold11, petr4f].map(({ kind }) => kind)).toEqual(['DEEP', 'THIN', 'FRACTIONAL']);
  });

  test('of an index fund follow the common factor', () => {
    expect(profile('BOVA11').ownShare).toBeLessThan(0.1);
    expect(profile('KNIP11').ownShare).toBeGreaterThan(0.8);
  });
});

describe('noise', () => {
  test('has mean 0, deviation 1, and fat tails where wanted', () => {
    const random = createRandom(7);
    const plain = Array.from({ length: 20_000 }, () => normal(random));
    const fat = Array.from({ length: 20_000 }, () => fatTailed(random));
    expect(deviation(plain)).toBeCloseTo(1, 1);
    expect(deviation(fat)).toBeCloseTo(1, 1);
    const beyond = (values: readonly number[]): number =>
      values.filter((value) => Math.abs(value) > 3.5).length;
    expect(beyond(fat)).toBeGreaterThan(5 * beyond(plain));
  });

  test('a reverting value keeps its deviation whatever the step', () => {
    for (const stepMs of [1_000, 60_000, 3_600_000]) {
      const value = createRevertingValue(createRandom(3), { deviation: 0.5, returnsInMs: 60_000 });
      const values = Array.from({ length: 40_000 }, () => value.advance(stepMs));
      expect(deviation(values)).toBeGreaterThan(0.4);
      expect(deviation(values)).toBeLessThan(0.6);
    }
  });
});

describe('a fair value', () => {
  const sessionReturns = (ticker: string, stepMs: number): number[] => {
    const random = createRandom(11);
    const factor = createMarketFactor(random);
    const value = createFairValue(profile(ticker), factor, random, 1);
    let marketMs = START;
    return Array.from({ length: 60 }, () => {
      let sum = 0;
      for (let elapsed = 0; elapsed < SESSION_MS; elapsed += stepMs) {
        marketMs += stepMs;
        sum += value.returnTo({ marketMs, dayShare: null });
      }
      return sum;
    });
  };

  test.each([10_000, 60_000, 600_000])('has the profile volatility with steps of %d ms', (stepMs) => {
    const ratio = deviation(sessionReturns('PETR4', stepMs)) / profile('PETR4').dailyVolatility;
    expect(ratio).toBeGreaterThan(0.6);
    expect(ratio).toBeLessThan(1.6);
  });

  test('is finite and does not run back in time', () => {
    fc.assert(
      fc.property(seeds, fc.array(fc.integer({ min: -3_600_000, max: 100_000_000 })), (seed, steps) => {
        const random = createRandom(seed);
        const value = createFairValue(profile('MGLU3'), createMarketFactor(random), random, 1);
        let marketMs = START;
        value.returnTo({ marketMs, dayShare: 0 });
        for (const step of steps) {
          const moved = value.returnTo({ marketMs: (marketMs += step), dayShare: 0.5 });
          expect(Number.isFinite(moved)).toBe(true);
          expect(Math.abs(moved)).toBeLessThan(1);
        }
      }),
    );
  });
});
