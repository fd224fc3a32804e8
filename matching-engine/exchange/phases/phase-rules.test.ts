import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { NO_PROTECTIONS, PROTECTIONS, protectionsOn } from '#domain/market/protections.ts';
import { breakerHaltOf, type BreakerInput } from './circuit-breaker.ts';
import { extendedUntilMs, type EndingCall } from './call-extension.ts';
import { meanOf, withSession } from '../listings/volumes.ts';

const MINUTE_MS = 60_000;
const protections = protectionsOn('2026-03-16');

describe('[CALL_EXTENSION] a call that should end', () => {
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
    ['goes on after a change within the window', { changedAtMs: 985_001 }, 1_060_000],
    ['goes on after a change at its end', { changedAtMs: 1_000_000 }, 1_060_000],
    ['goes on once more', { changedAtMs: 1_000_000, extensions: 1 }, 1_060_000],
    ['ends after the last extension that it may have', { changedAtMs: 1_000_000, extensions: 2 }, null],
    ['goes on with a price above the tunnel', { theoreticalTicks: 3_469 }, 1_060_000],
    ['ends with a price on the edge of the tunnel', { theoreticalTicks: 3_468 }, null],
    ['goes on with a price below the tunnel', { theoreticalTicks: 2_311 }, 1_060_000],
    ['ends with a price on the lower edge', { theoreticalTicks: 2_312 }, null],
    ['ends when nothing crosses', { theoreticalTicks: 0 }, null],
    ['ends without a reference', { theoreticalTicks: 9_999, referenceTicks: 0 }, null],
  ])('%s', (_name, changes, until) => {
    expect(extendedUntilMs(rules, { ...call, ...changes })).toBe(until);
  });

  test('ends whatever happens where nothing is protected', () => {
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
    const asked = { ...input, ...changes };
    const result = breakerHaltOf(protections.breaker, asked);
    return (
      result && [
        result.fired,
        result.endsAtMs === null ? null : (result.endsAtMs - asked.nowMs) / MINUTE_MS,
        result.closeDelayMs / MINUTE_MS,
      ]
    );
  };
  test.each([
    ['does nothing just above the first level', { value: 9_000_001 }, null],
    ['halts for half an hour at -10 %', { value: 9_000_000 }, [1, 30, 0]],
    ['fires a level once', { value: 8_600_000, fired: 1 }, null],
    ['halts for an hour at -15 %', { value: 8_500_000, fired: 1 }, [2, 60, 0]],
    ['halts for an hour when it falls there at once', { value: 8_400_000 }, [2, 60, 0]],
    ['does not go back to a level that was passed over', { value: 9_000_000, fired: 2 }, null],
    ['halts until somebody decides at -20 %', { value: 8_000_000, fired: 2 }, [3, null, 0]],
    ['has no more levels', { value: 1, fired: 3 }, null],
  ] as const)('[CIRCUIT_BREAKER_LEVELS] %s', (_name, changes, result) => {
    expect(halt(changes)).toEqual(result);
  });

  test.each([
    ['in the last 30 minutes', END_MS - 30 * MINUTE_MS, null],
    ['a moment before them', END_MS - 30 * MINUTE_MS - 1, [1, 30, 30]],
  ] as const)('[CIRCUIT_BREAKER_LAST_HALF_HOUR] %s', (_name, nowMs, result) => {
    expect(halt({ value: 9_000_000, nowMs })).toEqual(result);
  });

  test.each([
    ['the close stays when half an hour of trading is left after halt and call', 65, 9_000_000, [1, 30, 0]],
    ['it moves by what is missing', 60, 9_000_000, [1, 30, 5]],
    ['by ten minutes more', 50, 9_000_000, [1, 30, 15]],
    ['by half an hour at most', 31, 9_000_000, [1, 30, 30]],
    ['for a halt of an hour too', 40, 8_500_000, [2, 60, 30]],
    ['not at all when somebody decides', 40, 8_000_000, [3, null, 0]],
  ] as const)('[CIRCUIT_BREAKER_LAST_HOUR] %s', (_name, minutesBefore, value, result) => {
    expect(halt({ value, nowMs: END_MS - minutesBefore * MINUTE_MS })).toEqual(result);
  });

  test('without a known end of trading there are no last minutes', () => {
    expect(halt({ value: 9_000_000, nowMs: END_MS, tradingEndsAtMs: null })).toEqual([1, 30, 0]);
  });
});

describe('the mean quantity', () => {
  test('is not known before so many sessions, then follows the last of them', () => {
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

  test('lies between the least and the most', () => {
    fc.assert(
      fc.property(fc.array(fc.nat(1_000_000), { minLength: 3, maxLength: 3 }), (volumes) => {
        expect(meanOf(volumes, 3)).toBeGreaterThanOrEqual(Math.min(...volumes));
        expect(meanOf(volumes, 3)).toBeLessThanOrEqual(Math.max(...volumes));
      }),
    );
  });
});

describe('[PROTECTIONS_ARE_DATED] the table', () => {
  test('is in order of its days, with steps and levels that rise', () => {
    const days = PROTECTIONS.map(({ from }) => from);
    expect(days).toEqual([...days].sort());
    for (const { auctions, breaker } of PROTECTIONS) {
      const multiples = auctions.quantitySteps.map(({ multiple }) => multiple);
      expect(multiples).toEqual([...multiples].sort((a, b) => a - b));
      const falls = breaker.levels.map(({ fallPpm }) => fallPpm);
      expect(falls).toEqual([...falls].sort((a, b) => a - b));
    }
  });

  test('knows no day before its first', () => {
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
