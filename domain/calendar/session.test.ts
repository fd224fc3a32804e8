import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { dayOf, MARKET_MODES, marketStateAt } from './session.ts';
import { createTradingCalendar } from './trading-calendar.ts';

const calendar = createTradingCalendar();
const at = (text: string): number => Date.parse(text);

describe('the exchange of B3', () => {
  test.each([
    ['before the opening', '2026-03-16T12:59:59.999Z', 'CLOSED', 'CONTINUOUS', '2026-03-16T13:00:00.000Z'],
    ['at the opening', '2026-03-16T13:00:00.000Z', 'CONTINUOUS', 'CLOSED', '2026-03-16T19:55:00.000Z'],
    ['at the closing call', '2026-03-16T19:55:00.000Z', 'CLOSED', 'CONTINUOUS', '2026-03-17T13:00:00.000Z'],
    ['on a Friday night', '2026-03-20T23:00:00.000Z', 'CLOSED', 'CONTINUOUS', '2026-03-23T13:00:00.000Z'],
    ['on Carnival Monday', '2026-02-16T15:00:00.000Z', 'CLOSED', 'CONTINUOUS', '2026-02-18T16:00:00.000Z'],
  ])('%s', (_name, instant, phase, nextPhase, nextPhaseAt) => {
    const state = marketStateAt(calendar, 'b3', at(instant));
    expect({ phase: state.phase, nextPhase: state.nextPhase }).toEqual({ phase, nextPhase });
    expect(new Date(state.nextPhaseAtMs).toISOString()).toBe(nextPhaseAt);
  });

  test('knows its day in Sao Paulo and whether there is a session', () => {
    const night = marketStateAt(calendar, 'b3', at('2026-03-21T02:59:59.000Z'));
    expect({ today: night.today, isTradingDay: night.isTradingDay }).toEqual({
      today: '2026-03-20',
      isTradingDay: true,
    });
    expect(marketStateAt(calendar, 'b3', at('2026-03-21T03:00:00.000Z')).isTradingDay).toBe(false);
  });
});

test('without closed hours a session is followed by the next', () => {
  const state = marketStateAt(calendar, 'auto', at('2026-03-20T15:00:00.000Z'));
  expect(state.nextPhase).toBe('CONTINUOUS');
  expect(new Date(state.nextPhaseAtMs).toISOString()).toBe('2026-03-23T13:00:00.000Z');
});

test('continuous trading knows no weekend and rolls at midnight in Sao Paulo', () => {
  const state = marketStateAt(calendar, 'continuous', at('2026-03-22T02:00:00.000Z'));
  expect(state).toEqual({
    phase: 'CONTINUOUS',
    today: '2026-03-21',
    isTradingDay: false,
    nextPhase: 'CONTINUOUS',
    nextPhaseAtMs: at('2026-03-22T03:00:00.000Z'),
  });
});

test('a midnight that daylight time left out begins its day an hour later', () => {
  const state = marketStateAt(calendar, 'continuous', at('2018-11-03T20:00:00.000Z'));
  expect(new Date(state.nextPhaseAtMs).toISOString()).toBe('2018-11-04T03:00:00.000Z');
});

test('the next phase is always ahead, is the phase then, and nothing changes before it', () => {
  const instants = fc.integer({ min: at('2000-01-03T00:00:00Z'), max: at('2100-12-01T00:00:00Z') });
  fc.assert(
    fc.property(
      fc.constantFrom(...MARKET_MODES),
      instants,
      fc.double({ min: 0, max: 0.999, noNaN: true }),
      (mode, now, part) => {
        const state = marketStateAt(calendar, mode, now);
        expect(state.nextPhaseAtMs).toBeGreaterThan(now);
        const then = marketStateAt(calendar, mode, state.nextPhaseAtMs);
        expect(then.phase).toBe(state.nextPhase);
        if (mode === 'auto') return;
        const between = Math.floor(now + (state.nextPhaseAtMs - now) * part);
        expect(marketStateAt(calendar, mode, between).phase).toBe(state.phase);
      },
    ),
  );
});

test('days change at midnight in Sao Paulo, under its historic daylight time too', () => {
  expect(dayOf(at('2026-03-16T02:59:59.999Z'))).toBe('2026-03-15');
  expect(dayOf(at('2026-03-16T03:00:00.000Z'))).toBe('2026-03-16');
  expect(dayOf(at('2018-12-03T02:00:00.000Z'))).toBe('2018-12-03');
});
