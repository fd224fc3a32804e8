import type { Phase } from '../market/phase.ts';

/** A phase and its start, a time of day in Sao Paulo (`HH:MM`). */
export interface PhaseStart {
  readonly phase: Phase;
  readonly at: string;
}

/** Session hours in force from a day on. The last phase (CLOSED) ends the session. */
export interface SessionSchedule {
  /** First day (ISO) of the schedule. */
  readonly from: string;
  readonly source: string;
  /** Phases up to continuous trading. */
  readonly opening: readonly PhaseStart[];
  /** The same phases on Ash Wednesday. */
  readonly lateOpening: readonly PhaseStart[];
  /** Phases after continuous trading, by New York's standard or daylight time. */
  readonly closing: {
    readonly usStandard: readonly PhaseStart[];
    readonly usDaylight: readonly PhaseStart[];
  };
}

/**
 * Hours of the cash market, oldest first. The table has the present hours only and applies them to earlier sessions too.
 * The simulated exchange has no after-market (17:30 to 18:00 in weeks with US daylight time).
 */
// rule PHASES_OF_THE_DAY
export const SESSION_SCHEDULES: readonly SessionSchedule[] = [
  {
    from: '2000-01-01',
    source: 'B3, trading hours of equities, as in force in 2026',
    opening: [
      { phase: 'PRE_OPEN', at: '09:30' },
      { phase: 'OPENING_CALL', at: '09:45' },
      { phase: 'CONTINUOUS', at: '10:00' },
    ],
    lateOpening: [
      { phase: 'PRE_OPEN', at: '12:30' },
      { phase: 'OPENING_CALL', at: '12:45' },
      { phase: 'CONTINUOUS', at: '13:00' },
    ],
    closing: {
      usStandard: [
        { phase: 'CLOSING_CALL', at: '17:55' },
        { phase: 'CLOSED', at: '18:00' },
      ],
      usDaylight: [
        { phase: 'CLOSING_CALL', at: '16:55' },
        { phase: 'CLOSED', at: '17:00' },
      ],
    },
  },
];
