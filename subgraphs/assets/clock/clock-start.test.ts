import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { DAY_MS } from '#domain/calendar/durations.ts';
import { createMarketTime } from '#domain/calendar/market-time.ts';
import { MARKET_MODES } from '#domain/calendar/session.ts';
import { createTradingCalendar } from '#domain/calendar/trading-calendar.ts';
import { keptClock, LONGEST_RESTART_MS, startClock, type StoredClock } from './clock-start.ts';

const calendar = createTradingCalendar();
const START = Date.parse('2026-03-16T09:00:00Z');
const at = (text: string): number => Date.parse(text);
const settings = { mode: 'auto' as const, speed: 1, startMs: null };
const shownAt = (stored: StoredClock, realMs: number): number =>
  createMarketTime(calendar, stored.anchor).simulatedAt(realMs);

describe('the market clock at a start', () => {
  test('starts with the machine the first time', () => {
    expect(shownAt(startClock(calendar, { ...settings, mode: 'b3' }, null, START), START)).toBe(START);
    const weekend = at('2026-03-15T12:00:00Z');
    const continuous = startClock(calendar, { ...settings, mode: 'continuous' }, null, weekend);
    expect(shownAt(continuous, weekend)).toBe(weekend);
  });

  test.each([
    ['at night', '2026-03-16T04:00:00Z', '2026-03-16T13:00:00Z'],
    ['in the opening call', '2026-03-16T12:59:59Z', '2026-03-16T13:00:00Z'],
    ['in continuous trading', '2026-03-16T16:12:13Z', '2026-03-16T16:12:13Z'],
    ['in the closing call', '2026-03-16T19:57:00Z', '2026-03-17T13:00:00Z'],
    ['on a Saturday', '2026-03-14T15:00:00Z', '2026-03-16T13:00:00Z'],
    ['at Carnival', '2026-02-16T15:00:00Z', '2026-02-18T16:00:00Z'],
  ])('mode auto finds continuous trading: %s', (_name, started, shown) => {
    const auto = startClock(calendar, settings, null, at(started));
    expect(shownAt(auto, at(started))).toBe(at(shown));
  });

  test('continues from the same anchor after a restart within minutes, even within a call', () => {
    const first = startClock(calendar, settings, null, START);
    const again = startClock(calendar, settings, first, START + LONGEST_RESTART_MS);
    expect(again.anchor).toEqual(first.anchor);

    const call = startClock(calendar, { ...settings, startMs: at('2026-03-16T19:56:00Z') }, null, START);
    const next = startClock(calendar, settings, call, START + 60_000);
    expect(shownAt(next, START + 60_000)).toBe(at('2026-03-16T19:57:00Z'));
  });

  test('continues after a long stop from the later of its last instant and the machine', () => {
    const ahead: StoredClock = {
      anchor: { mode: 'auto', speed: 1, realMs: START, simulatedMs: START + 30 * DAY_MS },
      ceilingMs: START + 30 * DAY_MS,
      seenMs: START,
    };
    const soon = START + DAY_MS;
    const opening = at('2026-04-15T13:00:00Z');
    expect(startClock(calendar, settings, ahead, soon).anchor.simulatedMs).toBe(opening);
    const b3 = { ...settings, mode: 'b3' as const };
    expect(startClock(calendar, b3, ahead, soon).anchor.simulatedMs).toBe(ahead.ceilingMs);
    const late = START + 60 * DAY_MS;
    expect(startClock(calendar, b3, ahead, late).anchor.simulatedMs).toBe(late);
  });

  test('begins at a requested instant in every mode, but never runs backwards', () => {
    for (const mode of MARKET_MODES) {
      const requested = { mode, speed: 20, startMs: at('2024-02-14T15:50:00Z') };
      const first = startClock(calendar, requested, null, START);
      expect(shownAt(first, START)).toBe(requested.startMs);
      const again = startClock(calendar, requested, first, START + 1_000);
      expect(shownAt(again, START + 1_000)).toBe(requested.startMs + 20_000);
      const later = startClock(calendar, { ...requested, startMs: at('2024-05-15T15:50:00Z') }, again, START);
      expect(shownAt(later, START)).toBe(at('2024-05-15T15:50:00Z'));
      const back = startClock(calendar, requested, later, START + DAY_MS);
      expect(shownAt(back, START + DAY_MS)).toBeGreaterThanOrEqual(later.ceilingMs);
    }
  });

  test('never runs backwards, for any modes, speeds and pauses', () => {
    const run = fc.record({
      mode: fc.constantFrom(...MARKET_MODES),
      speed: fc.constantFrom(0.5, 1, 20),
      startMs: fc.constantFrom(null, START - 900 * DAY_MS, START + 3 * DAY_MS),
      pauseMs: fc.integer({ min: 0, max: 2 * DAY_MS }),
      runsMs: fc.integer({ min: 0, max: DAY_MS / 2 }),
    });
    fc.assert(
      fc.property(fc.array(run, { minLength: 1, maxLength: 6 }), (runs) => {
        let realMs = START;
        let stored: StoredClock | null = null;
        let lastShown = 0;
        for (const { mode, speed, startMs, pauseMs, runsMs } of runs) {
          realMs += pauseMs;
          stored = startClock(calendar, { mode, speed, startMs }, stored, realMs);
          expect(shownAt(stored, realMs)).toBeGreaterThanOrEqual(lastShown);
          realMs += runsMs;
          stored = keptClock(calendar, stored.anchor, realMs);
          lastShown = shownAt(stored, realMs);
        }
      }),
    );
  });
});
