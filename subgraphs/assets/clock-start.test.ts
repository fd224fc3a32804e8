import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { createMarketTime } from '#domain/calendar/market-time.ts';
import { MARKET_MODES } from '#domain/calendar/session.ts';
import { createTradingCalendar } from '#domain/calendar/trading-calendar.ts';
import { keptClock, LONGEST_RESTART_MS, startClock, type StoredClock } from './clock-start.ts';

const calendar = createTradingCalendar();
const START = Date.parse('2026-03-16T09:00:00Z');
const DAY_MS = 86_400_000;
const shownAt = (stored: StoredClock, realMs: number): number =>
  createMarketTime(calendar, stored.anchor).simulatedAt(realMs);

describe('the market clock at a start', () => {
  test('the first one starts with the machine, in mode auto at the next opening', () => {
    const settings = { speed: 1, mode: 'b3' as const };
    expect(shownAt(startClock(calendar, settings, null, START), START)).toBe(START);
    const auto = startClock(calendar, { ...settings, mode: 'auto' }, null, START);
    expect(shownAt(auto, START)).toBe(Date.parse('2026-03-16T13:00:00Z'));
  });

  test('a restart within minutes goes on as if nothing had stopped', () => {
    const settings = { speed: 1, mode: 'auto' as const };
    const first = startClock(calendar, settings, null, START);
    const again = startClock(calendar, settings, first, START + LONGEST_RESTART_MS);
    expect(again.anchor).toEqual(first.anchor);
  });

  test('after a long stop it goes on from the later of its last instant and the machine', () => {
    const settings = { speed: 1, mode: 'auto' as const };
    const ahead: StoredClock = {
      anchor: { ...settings, realMs: START, simulatedMs: START + 30 * DAY_MS },
      ceilingMs: START + 30 * DAY_MS,
      seenMs: START,
    };
    const soon = START + DAY_MS;
    expect(startClock(calendar, settings, ahead, soon).anchor.simulatedMs).toBe(ahead.ceilingMs);
    const late = START + 60 * DAY_MS;
    expect(startClock(calendar, settings, ahead, late).anchor.simulatedMs).toBe(late);
  });

  test('never runs back, whatever the modes, speeds and pauses', () => {
    const run = fc.record({
      mode: fc.constantFrom(...MARKET_MODES),
      speed: fc.constantFrom(0.5, 1, 20),
      pauseMs: fc.integer({ min: 0, max: 2 * DAY_MS }),
      runsMs: fc.integer({ min: 0, max: DAY_MS / 2 }),
    });
    fc.assert(
      fc.property(fc.array(run, { minLength: 1, maxLength: 6 }), (runs) => {
        let realMs = START;
        let stored: StoredClock | null = null;
        let lastShown = 0;
        for (const { mode, speed, pauseMs, runsMs } of runs) {
          realMs += pauseMs;
          stored = startClock(calendar, { mode, speed }, stored, realMs);
          expect(shownAt(stored, realMs)).toBeGreaterThanOrEqual(lastShown);
          realMs += runsMs;
          stored = keptClock(calendar, stored.anchor, realMs);
          lastShown = shownAt(stored, realMs);
        }
      }),
    );
  });
});
