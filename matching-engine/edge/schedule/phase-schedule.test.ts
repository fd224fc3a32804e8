import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { MARKET_MODES, type MarketMode } from '#domain/calendar/session.ts';
import { createTradingCalendar } from '#domain/calendar/trading-calendar.ts';
import type { Phase } from '#domain/market/phase.ts';
import { NO_PROTECTIONS } from '#domain/market/protections.ts';
import { createNaiveBook } from '../../core/naive/naive-book.ts';
import { createExchange, type Exchange } from '../../exchange/exchange.ts';
import { groupOf, NO_SESSION } from '../../exchange/state.ts';
import type { InternalCommand, SetPhase, SetProtections } from '../../exchange/commands.ts';
import { CASH_GROUP, createPhaseSchedule } from './phase-schedule.ts';

const calendar = createTradingCalendar();
const at = (text: string): number => Date.parse(text);
const time = (instantMs: number | undefined): string =>
  instantMs === undefined ? '?' : new Date(instantMs).toISOString().slice(5, 16);

const isPhase = (command: InternalCommand): command is SetPhase => command.type === 'SET_PHASE';

/** The phases that the schedule applies to an exchange in a phase, as lines `DATE PHASE from to`, times in UTC. */
function phasesAt(mode: MarketMode, now: string, phase?: Phase, tradeDate = NO_SESSION): string[] {
  const { state } = createExchange({ book: createNaiveBook });
  if (phase) groupOf(state, CASH_GROUP).phase = phase;
  const schedule = createPhaseSchedule(calendar, () => mode);
  return schedule
    .commandsAt(at(now), { ...state, tradeDate })
    .filter(isPhase)
    .map((step) => `${step.tradeDate} ${step.phase} ${time(step.startsAtMs)} ${time(step.endsAtMs)}`);
}

describe('the first phase of an exchange', () => {
  test.each([
    ['b3', '2026-03-16T17:00:00Z', '2026-03-16 CONTINUOUS ? 03-16T19:55'],
    ['b3', '2026-03-16T19:57:00Z', '2026-03-16 CLOSING_CALL ? 03-16T20:00'],
    ['b3', '2026-03-15T17:00:00Z', '2026-03-15 CLOSED ? 03-16T12:30'],
    ['auto', '2026-03-16T13:00:00Z', '2026-03-16 CONTINUOUS ? 03-16T19:55'],
    ['continuous', '2026-03-15T17:00:00Z', '2026-03-15 CONTINUOUS ? 03-16T03:00'],
  ] as const)('in mode %s at %s is the current one', (mode, now, line) => {
    expect(phasesAt(mode, now)).toEqual([line]);
  });
});

describe('commands of an instant', () => {
  test.each([
    ['nothing within a phase', 'b3', '2026-03-16T19:54:59Z', 'CONTINUOUS', '2026-03-16', []],
    [
      'the next phase',
      'b3',
      '2026-03-16T19:55:00Z',
      'CONTINUOUS',
      '2026-03-16',
      ['2026-03-16 CLOSING_CALL 03-16T19:55 03-16T20:00'],
    ],
    [
      'the close',
      'b3',
      '2026-03-16T20:00:00Z',
      'CLOSING_CALL',
      '2026-03-16',
      ['2026-03-16 CLOSED 03-16T20:00 ?'],
    ],
    ['nothing overnight', 'b3', '2026-03-17T12:29:59Z', 'CLOSED', '2026-03-16', []],
    [
      'a new day',
      'b3',
      '2026-03-17T12:30:00Z',
      'CLOSED',
      '2026-03-16',
      ['2026-03-17 PRE_OPEN 03-17T12:30 03-17T12:45'],
    ],
    [
      'the session of the day on which the exchange started closed',
      'b3',
      '2026-03-16T12:30:00Z',
      'CLOSED',
      '2026-03-16',
      ['2026-03-16 PRE_OPEN 03-16T12:30 03-16T12:45'],
    ],
    [
      'the close before the new day, when mode auto jumps',
      'auto',
      '2026-03-23T12:30:00Z',
      'CLOSING_CALL',
      '2026-03-20',
      ['2026-03-20 CLOSED 03-20T20:00 ?', '2026-03-23 PRE_OPEN 03-23T12:30 03-23T12:45'],
    ],
    [
      'midnight in mode continuous',
      'continuous',
      '2026-03-17T03:00:00Z',
      'CONTINUOUS',
      '2026-03-16',
      ['2026-03-17 CONTINUOUS ? 03-18T03:00'],
    ],
  ] as const)('%s', (_name, mode, now, phase, tradeDate, lines) => {
    expect(phasesAt(mode, now, phase, tradeDate)).toEqual(lines);
  });
});

describe('after the engine was down', () => {
  test('from one day into the next: every phase that has passed, in order', () => {
    expect(phasesAt('b3', '2026-03-17T13:30:00Z', 'CONTINUOUS', '2026-03-16')).toEqual([
      '2026-03-16 CLOSING_CALL 03-16T19:55 03-16T20:00',
      '2026-03-16 CLOSED 03-16T20:00 ?',
      '2026-03-17 PRE_OPEN 03-17T12:30 03-17T12:45',
      '2026-03-17 OPENING_CALL 03-17T12:45 03-17T13:00',
      '2026-03-17 CONTINUOUS 03-17T13:00 03-17T19:55',
    ]);
  });

  test('over a whole session: that session is skipped', () => {
    expect(phasesAt('b3', '2026-03-19T03:00:00Z', 'OPENING_CALL', '2026-03-16')).toEqual([
      '2026-03-16 CONTINUOUS 03-16T13:00 03-16T19:55',
      '2026-03-16 CLOSING_CALL 03-16T19:55 03-16T20:00',
      '2026-03-16 CLOSED 03-16T20:00 ?',
    ]);
  });

  test.each([
    ['2026-03-16', 'CONTINUOUS', '2026-03-16T23:00:00Z', ['CLOSING_CALL', 'CLOSED']],
    ['2026-03-16', 'CONTINUOUS', '2026-03-16T08:00:00Z', ['CLOSED']],
    ['2026-03-15', 'CONTINUOUS', '2026-03-16T12:40:00Z', ['CLOSED', 'PRE_OPEN']],
    ['2026-03-15', 'CONTINUOUS', '2026-03-15T22:00:00Z', ['CLOSED']],
  ] as const)('from mode continuous of %s into real hours', (tradeDate, phase, now, phases) => {
    expect(phasesAt('b3', now, phase, tradeDate).map((line) => line.split(' ')[1])).toEqual(phases);
  });

  test('from real hours into mode continuous', () => {
    expect(phasesAt('continuous', '2026-03-17T02:00:00Z', 'CLOSED', '2026-03-16')).toEqual([
      '2026-03-16 CONTINUOUS ? 03-17T03:00',
    ]);
  });
});

test('at any instants: phases follow in the order of the day and end at the current one', () => {
  const looks = fc.array(fc.integer({ min: 1, max: 3 * 86_400_000 }), { minLength: 1, maxLength: 12 });
  fc.assert(
    fc.property(fc.constantFrom(...MARKET_MODES), looks, (mode, pauses) => {
      const exchange = createExchange({ book: createNaiveBook });
      const schedule = createPhaseSchedule(calendar, () => mode);
      let now = at('2026-02-11T03:00:00Z');
      let before = { date: '', place: 0 };
      for (const pause of pauses) {
        now += pause;
        const due = schedule.commandsAt(now, exchange.state).length > 0;
        expect(schedule.nextChangeMs(now, exchange.state) === now).toBe(due);
        for (const step of schedule.commandsAt(now, exchange.state)) {
          exchange.apply(step, now);
          if (!isPhase(step)) continue;
          const place = ['PRE_OPEN', 'OPENING_CALL', 'CONTINUOUS', 'CLOSING_CALL', 'CLOSED'].indexOf(
            step.phase,
          );
          if (before.date === step.tradeDate) expect(place).not.toBe(before.place);
          expect(step.tradeDate >= before.date).toBe(true);
          if (mode === 'b3' && step.tradeDate > before.date && before.date !== '')
            expect([before.place, place]).toEqual([4, 0]);
          before = { date: step.tradeDate, place };
        }
        expect(schedule.commandsAt(now, exchange.state)).toEqual([]);
        expect(schedule.nextChangeMs(now, exchange.state)).toBeGreaterThan(now);
      }
    }),
  );
});

describe('[PROTECTIONS_ARE_DATED] protections', () => {
  const typesAt = (schedule: ReturnType<typeof createPhaseSchedule>, exchange: Exchange, now: string) => {
    const commands = schedule.commandsAt(at(now), exchange.state);
    for (const command of commands) exchange.apply(command, at(now));
    return commands.map(({ type }) => type);
  };

  test('come before the first phase of a trade date, and only when they differ', () => {
    const exchange = createExchange({ book: createNaiveBook });
    const schedule = createPhaseSchedule(calendar, () => 'b3');
    expect(typesAt(schedule, exchange, '2026-03-16T17:00:00Z')).toEqual([
      'SET_PROTECTIONS',
      'SET_PHASE',
      'TIME',
    ]);
    expect(typesAt(schedule, exchange, '2026-03-17T12:30:00Z')).not.toContain('SET_PROTECTIONS');
    const { group, ...protections } = { group: CASH_GROUP, protections: NO_PROTECTIONS };
    exchange.apply(
      structuredClone({ v: 1, type: 'SET_PROTECTIONS', group, ...protections }) as SetProtections,
      0,
    );
    expect(typesAt(schedule, exchange, '2026-03-17T12:45:00Z')).toEqual(['SET_PHASE', 'TIME']);
    expect(typesAt(schedule, exchange, '2026-03-18T12:30:00Z').slice(-3)).toEqual([
      'SET_PROTECTIONS',
      'SET_PHASE',
      'TIME',
    ]);
  });
});

test('TIME is due at the end of a halt, and the schedule announces it', () => {
  const exchange = createExchange({ book: createNaiveBook });
  const schedule = createPhaseSchedule(calendar, () => 'b3');
  const now = at('2026-03-16T17:00:00Z');
  for (const command of schedule.commandsAt(now, exchange.state)) exchange.apply(command, now);
  const endsAtMs = now + 60_000;
  exchange.apply({ v: 1, type: 'HALT', group: CASH_GROUP, ticker: null, endsAtMs }, now);
  expect(schedule.nextChangeMs(now, exchange.state)).toBe(endsAtMs);
  expect(schedule.commandsAt(endsAtMs - 1, exchange.state)).toEqual([]);
  expect(schedule.commandsAt(endsAtMs, exchange.state)).toEqual([{ v: 1, type: 'TIME' }]);
  exchange.apply({ v: 1, type: 'TIME' }, endsAtMs);
  expect(schedule.nextChangeMs(endsAtMs, exchange.state)).toBe(at('2026-03-16T19:55:00Z'));
});
