import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { createMarketTime } from './market-time.ts';
import { MARKET_MODES, marketStateAt } from './session.ts';
import { createTradingCalendar } from './trading-calendar.ts';

const calendar = createTradingCalendar();
const REAL_START = Date.parse('2026-03-16T09:00:00Z');
const WEEK_MS = 7 * 86_400_000;
const at = (text: string): number => Date.parse(text);

const anchors = fc.record({
  mode: fc.constantFrom(...MARKET_MODES),
  realMs: fc.constant(REAL_START),
  simulatedMs: fc.integer({ min: at('2015-01-01T00:00:00Z'), max: at('2030-01-01T00:00:00Z') }),
  speed: fc.constantFrom(0.1, 0.3, 1, 7, 20),
});
const realInstants = fc.integer({ min: REAL_START, max: REAL_START + WEEK_MS });

describe('market time', () => {
  test('never runs back', () => {
    fc.assert(
      fc.property(anchors, fc.array(realInstants, { maxLength: 8 }), (anchor, instants) => {
        const time = createMarketTime(calendar, anchor);
        const inOrder = [...instants].sort((a, b) => a - b).map(time.simulatedAt);
        expect(inOrder).toEqual([...inOrder].sort((a, b) => a - b));
      }),
    );
  });

  test('depends on the instant alone, not on earlier calls', () => {
    fc.assert(
      fc.property(anchors, fc.array(realInstants, { minLength: 2, maxLength: 8 }), (anchor, instants) => {
        const reused = createMarketTime(calendar, anchor);
        const answers = instants.map(reused.simulatedAt);
        expect(answers).toEqual(
          instants.map((instant) => createMarketTime(calendar, anchor).simulatedAt(instant)),
        );
      }),
    );
  });

  test('mode auto is never closed', () => {
    fc.assert(
      fc.property(anchors, realInstants, (anchor, realMs) => {
        const simulatedMs = createMarketTime(calendar, { ...anchor, mode: 'auto' }).simulatedAt(realMs);
        expect(marketStateAt(calendar, 'auto', simulatedMs).phase).not.toBe('CLOSED');
      }),
    );
  });

  test('realAt returns the first machine time that reaches the market time', () => {
    fc.assert(
      fc.property(anchors, fc.integer({ min: 0, max: WEEK_MS }), (anchor, aheadMs) => {
        const time = createMarketTime(calendar, anchor);
        const target = anchor.simulatedMs + aheadMs;
        const realMs = time.realAt(target);
        expect(time.simulatedAt(realMs)).toBeGreaterThanOrEqual(target);
        if (realMs > anchor.realMs) expect(time.simulatedAt(realMs - 1)).toBeLessThan(target);
      }),
    );
  });

  test.each(['b3', 'continuous'] as const)('mode %s runs at machine time', (mode) => {
    const time = createMarketTime(calendar, { mode, realMs: REAL_START, simulatedMs: REAL_START, speed: 1 });
    fc.assert(fc.property(realInstants, (instant) => time.simulatedAt(instant) === instant));
  });

  test('mode auto starts a minute before the next opening call and jumps from the close to the following one', () => {
    const start = { mode: 'auto' as const, realMs: REAL_START, simulatedMs: REAL_START, speed: 1 };
    const time = createMarketTime(calendar, start);
    const sessionMs = at('2026-03-16T20:00:00Z') - at('2026-03-16T12:44:00Z');
    expect(time.simulatedAt(REAL_START)).toBe(at('2026-03-16T12:44:00Z'));
    expect(time.simulatedAt(REAL_START + sessionMs - 1)).toBe(at('2026-03-16T19:59:59.999Z'));
    expect(time.simulatedAt(REAL_START + sessionMs)).toBe(at('2026-03-17T12:44:00Z'));
    expect(time.realAt(at('2026-03-16T22:00:00Z'))).toBe(REAL_START + sessionMs);
  });

  test.each([
    ['over a weekend', '2026-03-20T19:59:59Z', '2026-03-23T12:44:00Z'],
    ['over Carnival, to the late opening', '2026-02-13T20:59:59Z', '2026-02-18T15:44:00Z'],
    ['into US daylight time', '2026-03-06T20:59:59Z', '2026-03-09T12:44:00Z'],
    ['over the end of the year', '2026-12-30T20:59:59Z', '2027-01-04T12:44:00Z'],
  ])('mode auto jumps %s', (_name, lastSecond, nextBeginning) => {
    const start = { mode: 'auto' as const, realMs: REAL_START, simulatedMs: at(lastSecond), speed: 1 };
    const time = createMarketTime(calendar, start);
    expect(time.simulatedAt(REAL_START + 999)).toBe(at(lastSecond) + 999);
    expect(time.simulatedAt(REAL_START + 1_000)).toBe(at(nextBeginning));
  });
});
