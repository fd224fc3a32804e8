import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { MINUTE_MS } from '#domain/calendar/durations.ts';
import { NO_PROTECTIONS, PROTECTIONS, protectionsOn } from '#domain/market/protections.ts';
import { breakerHaltOf, type BreakerInput } from './circuit-breaker.ts';
import { extendedUntilMs, type EndingCall } from './call-extension.ts';
import { meanOf, withSession } from '../listings/volumes.ts';

const protections = protectionsOn('2026-03-16');

describe('[CALL_EXTENSION] a call at its scheduled end', () => {
  const rules = { windowMs: 15_000, lengthMs: MINUTE_MS, most: 2, tunnelPpm: 200_000 };
  const call: EndingCall = {
    endsAtMs: 1_000_000,
    extensions: 0,
    changedAtMs: null,
    theoreticalTicks: 2_890,
    referenceTicks: 2_890,
  };
  test.each([
    ['ends when nothing has changed', {}, null],
    ['ends when the last change was before the window', { changedAtMs: 985_000 }, null],
    ['is extended after a change within the window', { changedAtMs: 985_001 }, 1_060_000],
    ['is extended after a change at its end', { changedAtMs: 1_000_000 }, 1_060_000],
    ['is extended once more', { changedAtMs: 1_000_000, extensions: 1 }, 1_060_000],
    ['ends after the last allowed extension', { changedAtMs: 1_000_000, extensions: 2 }, null],
    ['is extended with a price above the tunnel', { theoreticalTicks: 3_469 }, 1_060_000],
    ['ends with a price at the upper bound of the tunnel', { theoreticalTicks: 3_468 }, null],
    ['is extended with a price below the tunnel', { theoreticalTicks: 2_311 }, 1_060_000],
    ['ends with a price at the lower bound of the tunnel', { theoreticalTicks: 2_312 }, null],
    ['ends when nothing crosses', { theoreticalTicks: 0 }, null],
    ['ends without a reference', { theoreticalTicks: 9_999, referenceTicks: 0 }, null],
  ])('%s', (_name, changes, until) => {
    expect(extendedUntilMs(rules, { ...call, ...changes })).toBe(until);
  });

  test('ends at its scheduled end without protections', () => {
    const late = { ...call, changedAtMs: call.endsAtMs, theoreticalTicks: 9_999 };
    expect(extendedUntilMs(NO_PROTECTIONS.extensions.auction, late)).toBeNull();
  });
});

describe('the circuit breaker', () => {
  const END_MS = Date.parse('2026-03-16T19:55:00Z');
  const input: BreakerInput = {
    value: 10_000_000,
    previousClose: 10_000_000,
    nowMs: END_MS - 4 * 60 * MINUTE_MS,
    tradingEndsAtMs: END_MS,
    fired: 0,
    resumptionCallMs: 5 * MINUTE_MS,
  };
  const halt = (changes: Partial<BreakerInput>) => {
    const given = { ...input, ...changes };
    const result = breakerHaltOf(protections.breaker, given);
    return (
      result && [
        result.fired,
        result.endsAtMs === null ? null : (result.endsAtMs - given.nowMs) / MINUTE_MS,
        result.closeDelayMs / MINUTE_MS,
      ]
    );
  };
  test.each([
    ['does nothing just above the first level', { value: 9_000_001 }, null],
    ['halts for half an hour at -10 %', { value: 9_000_000 }, [1, 30, 0]],
    ['fires a level once', { value: 8_600_000, fired: 1 }, null],
    ['halts for an hour at -15 %', { value: 8_500_000, fired: 1 }, [2, 60, 0]],
    ['halts for an hour when the index falls to -15 % at once', { value: 8_400_000 }, [2, 60, 0]],
    ['does not fire a skipped level later', { value: 9_000_000, fired: 2 }, null],
    ['halts until an operator resumes at -20 %', { value: 8_000_000, fired: 2 }, [3, null, 0]],
    ['does nothing after the last level has fired', { value: 1, fired: 3 }, null],
  ] as const)('[CIRCUIT_BREAKER_LEVELS] %s', (_name, changes, result) => {
    expect(halt(changes)).toEqual(result);
  });

  test.each([
    ['does nothing in the last 30 minutes', END_MS - 30 * MINUTE_MS, null],
    ['halts just before the last 30 minutes', END_MS - 30 * MINUTE_MS - 1, [1, 30, 30]],
  ] as const)('[CIRCUIT_BREAKER_LAST_HALF_HOUR] %s', (_name, nowMs, result) => {
    expect(halt({ value: 9_000_000, nowMs })).toEqual(result);
  });

  test.each([
    ['keeps the close when half an hour of trading is left after halt and call', 65, 9_000_000, [1, 30, 0]],
    ['postpones the close by the missing minutes', 60, 9_000_000, [1, 30, 5]],
    ['postpones the close by 15 minutes', 50, 9_000_000, [1, 30, 15]],
    ['postpones the close by at most half an hour', 31, 9_000_000, [1, 30, 30]],
    ['postpones the close after a halt of an hour', 40, 8_500_000, [2, 60, 30]],
    ['keeps the close after a halt without an end', 40, 8_000_000, [3, null, 0]],
  ] as const)('[CIRCUIT_BREAKER_LAST_HOUR] %s', (_name, minutesBefore, value, result) => {
    expect(halt({ value, nowMs: END_MS - minutesBefore * MINUTE_MS })).toEqual(result);
  });

  test('applies no rule of the last minutes without a known end of trading', () => {
    expect(halt({ value: 9_000_000, nowMs: END_MS, tradingEndsAtMs: null })).toEqual([1, 30, 0]);
  });
});

describe('the mean quantity', () => {
  test('is unknown before enough sessions, then is the mean of the last ones', () => {
    let volumes: readonly number[] = [];
    for (let session = 1; session <= 30; session++) {
      expect(meanOf(volumes, 30)).toBe(0);
      volumes = withSession(volumes, session * 100, 30);
    }
    expect(meanOf(volumes, 30)).toBe(1_550);
    volumes = withSession(volumes, 3_100, 30);
    expect(volumes).toHaveLength(30);
    expect(meanOf(volumes, 30)).toBe(1_650);
  });

  test('lies between the smallest and the largest quantity', () => {
    fc.assert(
      fc.property(fc.array(fc.nat(1_000_000), { minLength: 3, maxLength: 3 }), (volumes) => {
        expect(meanOf(volumes, 3)).toBeGreaterThanOrEqual(Math.min(...volumes));
        expect(meanOf(volumes, 3)).toBeLessThanOrEqual(Math.max(...volumes));
      }),
    );
  });
});

describe('[PROTECTIONS_ARE_DATED] the table', () => {
  test('is in order of days, with ascending steps and levels', () => {
    const days = PROTECTIONS.map(({ from }) => from);
    expect(days).toEqual([...days].sort());
    for (const { auctions, breaker } of PROTECTIONS) {
      const multiples = auctions.quantitySteps.map(({ multiple }) => multiple);
      expect(multiples).toEqual([...multiples].sort((a, b) => a - b));
      const falls = breaker.levels.map(({ fallPpm }) => fallPpm);
      expect(falls).toEqual([...falls].sort((a, b) => a - b));
    }
  });

  test('throws for a day before its first day', () => {
    expect(() => protectionsOn('1999-12-31')).toThrow(RangeError);
  });

  test("holds B3's figures today", () => {
    expect(protections).toMatchObject({
      auctions: {
        staticPpm: 100_000,
        dynamicPpm: 100_000,
        priceCallMs: 5 * MINUTE_MS,
        meanSessions: 30,
        quantitySteps: [
          { multiple: 5, callMs: 5 * MINUTE_MS },
          { multiple: 10, callMs: 60 * MINUTE_MS },
        ],
      },
      extensions: { auction: { lengthMs: 5 * MINUTE_MS } },
    });
  });
});
