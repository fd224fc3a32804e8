import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { isWeekend } from './days.ts';
import { dayOf, instantOf } from './sao-paulo-time.ts';
import { continuousFrom, MARKET_MODES, marketStateAt, openHoursOf } from './session.ts';
import { createTradingCalendar, type TradingCalendar } from './trading-calendar.ts';

const calendar = createTradingCalendar();
const exchangeCalendar = path.resolve(import.meta.dirname, '../../../shared/data/B3.cal');
const at = (text: string): number => Date.parse(text);
const iso = (instantMs: number): string => new Date(instantMs).toISOString();
const minutesOf = (time: string): number => Number(time.slice(0, 2)) * 60 + Number(time.slice(3));

/** Phases of a day as `PHASE HH:MM` in Sao Paulo, read from the market state of each minute. */
function phasesOf(day: string): string[] {
  const seen: string[] = [];
  let before = '';
  for (let minute = 0; minute < 24 * 60; minute++) {
    const { phase, today } = marketStateAt(calendar, 'b3', instantOf(day, minute));
    expect(today).toBe(day);
    if (phase !== before)
      seen.push(
        `${phase} ${String(Math.floor(minute / 60)).padStart(2, '0')}:${String(minute % 60).padStart(2, '0')}`,
      );
    before = phase;
  }
  return seen;
}

describe('[PHASES_OF_THE_DAY] a whole day of B3', () => {
  const opening = ['CLOSED 00:00', 'PRE_OPEN 09:30', 'OPENING_CALL 09:45', 'CONTINUOUS 10:00'];
  const lateOpening = ['CLOSED 00:00', 'PRE_OPEN 12:30', 'OPENING_CALL 12:45', 'CONTINUOUS 13:00'];
  const standard = ['CLOSING_CALL 17:55', 'CLOSED 18:00'];
  const daylight = ['CLOSING_CALL 16:55', 'CLOSED 17:00'];
  test.each([
    ['[DAYLIGHT_REGIMES] US standard time', '2026-01-05', [...opening, ...standard]],
    ['the Friday before US daylight time', '2026-03-06', [...opening, ...standard]],
    ['the Monday after it began', '2026-03-09', [...opening, ...daylight]],
    ['the Friday before it ends', '2026-10-30', [...opening, ...daylight]],
    ['the first session after it ended', '2026-11-03', [...opening, ...standard]],
    ['[LATE_OPENING] Ash Wednesday', '2026-02-18', [...lateOpening, ...standard]],

    ['an Ash Wednesday of March', '2014-03-05', [...lateOpening, ...standard]],
    ["Sao Paulo's own daylight time", '2018-12-03', [...opening, ...standard]],
    ['[NO_SESSION_DAYS] a Saturday', '2026-03-14', ['CLOSED 00:00']],
    ['Carnival Tuesday', '2026-02-17', ['CLOSED 00:00']],
    ['Good Friday', '2026-04-03', ['CLOSED 00:00']],
    ["a holiday of Sao Paulo's state", '2026-07-09', [...opening, ...daylight]],
    ['the last working day of the year', '2026-12-31', ['CLOSED 00:00']],
  ])('%s', (_name, day, phases) => {
    expect(phasesOf(day)).toEqual(phases);
  });

  test.each([
    ['before the session', '2026-03-16T12:29:59.999Z', 'CLOSED', 'PRE_OPEN', '2026-03-16T12:30:00.000Z'],
    ['cancel only', '2026-03-16T12:30:00.000Z', 'PRE_OPEN', 'OPENING_CALL', '2026-03-16T12:45:00.000Z'],
    [
      'in the opening call',
      '2026-03-16T12:45:00.000Z',
      'OPENING_CALL',
      'CONTINUOUS',
      '2026-03-16T13:00:00.000Z',
    ],
    ['at the opening', '2026-03-16T13:00:00.000Z', 'CONTINUOUS', 'CLOSING_CALL', '2026-03-16T19:55:00.000Z'],
    ['in the closing call', '2026-03-16T19:59:59.999Z', 'CLOSING_CALL', 'CLOSED', '2026-03-16T20:00:00.000Z'],
    ['at the close', '2026-03-16T20:00:00.000Z', 'CLOSED', 'PRE_OPEN', '2026-03-17T12:30:00.000Z'],
    ['on a Friday night', '2026-03-20T23:00:00.000Z', 'CLOSED', 'PRE_OPEN', '2026-03-23T12:30:00.000Z'],
    ['on Carnival Monday', '2026-02-16T15:00:00.000Z', 'CLOSED', 'PRE_OPEN', '2026-02-18T15:30:00.000Z'],
  ])('%s: the phase and the next', (_name, instant, phase, nextPhase, nextPhaseAt) => {
    const state = marketStateAt(calendar, 'b3', at(instant));
    expect({ phase: state.phase, nextPhase: state.nextPhase }).toEqual({ phase, nextPhase });
    expect(iso(state.nextPhaseAtMs)).toBe(nextPhaseAt);
  });

  test('reports the day in Sao Paulo and whether it has a session', () => {
    const night = marketStateAt(calendar, 'b3', at('2026-03-21T02:59:59.000Z'));
    expect({ today: night.today, isTradingDay: night.isTradingDay }).toEqual({
      today: '2026-03-20',
      isTradingDay: true,
    });
    expect(marketStateAt(calendar, 'b3', at('2026-03-21T03:00:00.000Z')).isTradingDay).toBe(false);
  });
});

test.skipIf(!existsSync(exchangeCalendar))(
  "every session of 2000 to 2025 by the exchange's list has every phase (skipped without ../shared/data/B3.cal)",
  () => {
    const listed = new Set(readFileSync(exchangeCalendar, 'utf8').split(/\r?\n/));
    const wrong: string[] = [];
    for (let noonMs = at('2000-01-03T15:00:00Z'); noonMs < at('2026-01-01T00:00:00Z'); noonMs += 86_400_000) {
      const day = dayOf(noonMs);
      const isSession = !isWeekend(day) && !listed.has(day);
      const session = calendar.sessionOf(day);
      if (isSession !== (session !== null)) wrong.push(day);
      if (session && session.phases.length !== 5) wrong.push(`${day} ${session.phases.length} phases`);
    }
    expect(wrong).toEqual([]);
  },
);

describe('mode auto', () => {
  test.each([
    ['2026-03-20T15:00:00.000Z', 'CLOSING_CALL', '2026-03-20T19:55:00.000Z'],
    ['2026-03-20T19:57:00.000Z', 'PRE_OPEN', '2026-03-23T12:30:00.000Z'],
    ['2026-03-23T12:30:00.000Z', 'OPENING_CALL', '2026-03-23T12:45:00.000Z'],
  ])('at %s the next phase is %s', (now, nextPhase, nextPhaseAt) => {
    const state = marketStateAt(calendar, 'auto', at(now));
    expect(state.nextPhase).toBe(nextPhase);
    expect(iso(state.nextPhaseAtMs)).toBe(nextPhaseAt);
  });
});

describe('the next start of continuous trading', () => {
  test.each([
    ['a night', '2026-03-16T03:00:00.000Z', '2026-03-16T13:00:00.000Z'],
    ['the opening call', '2026-03-16T12:50:00.000Z', '2026-03-16T13:00:00.000Z'],
    ['continuous trading', '2026-03-16T17:11:12.345Z', '2026-03-16T17:11:12.345Z'],
    ['the closing call', '2026-03-16T19:55:00.000Z', '2026-03-17T13:00:00.000Z'],
    ['a Friday night', '2026-03-20T23:00:00.000Z', '2026-03-23T13:00:00.000Z'],
    ['Carnival', '2026-02-14T12:00:00.000Z', '2026-02-18T16:00:00.000Z'],
  ])('from %s', (_name, instant, continuousAt) => {
    expect(iso(continuousFrom(calendar, at(instant)))).toBe(continuousAt);
  });

  test.each([
    ['2026-03-16T19:25:00.000Z', '2026-03-16T19:25:00.000Z'],
    ['2026-03-16T19:25:00.001Z', '2026-03-17T13:00:00.000Z'],
  ])('with at least half an hour left, from %s', (instant, continuousAt) => {
    expect(iso(continuousFrom(calendar, at(instant), 30 * 60_000))).toBe(continuousAt);
  });
});

test('a session is open from its first phase to its close', () => {
  const session = calendar.sessionOf('2026-03-16') as NonNullable<ReturnType<TradingCalendar['sessionOf']>>;
  expect(openHoursOf(session)).toEqual({
    fromMs: instantOf('2026-03-16', minutesOf('09:30')),
    toMs: instantOf('2026-03-16', minutesOf('17:00')),
  });
});

test('mode continuous trades on weekends and changes the trade date at midnight in Sao Paulo', () => {
  const state = marketStateAt(calendar, 'continuous', at('2026-03-22T02:00:00.000Z'));
  expect(state).toEqual({
    phase: 'CONTINUOUS',
    today: '2026-03-21',
    isTradingDay: false,
    nextPhase: 'CONTINUOUS',
    nextPhaseAtMs: at('2026-03-22T03:00:00.000Z'),
  });
});

test('a day without midnight, at the start of daylight time, begins an hour later', () => {
  const state = marketStateAt(calendar, 'continuous', at('2018-11-03T20:00:00.000Z'));
  expect(iso(state.nextPhaseAtMs)).toBe('2018-11-04T03:00:00.000Z');
});

test('the next phase begins in the future, is the phase at its start, and no other phase begins before it', () => {
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

test('days change at midnight in Sao Paulo, also in its former daylight time', () => {
  expect(dayOf(at('2026-03-16T02:59:59.999Z'))).toBe('2026-03-15');
  expect(dayOf(at('2026-03-16T03:00:00.000Z'))).toBe('2026-03-16');
  expect(dayOf(at('2018-12-03T02:00:00.000Z'))).toBe('2018-12-03');
});
