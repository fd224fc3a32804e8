import type { Phase } from '../market/phase.ts';

/** A phase and the time of day in Sao Paulo at which it begins, `HH:MM`. */
export interface PhaseStart {
  readonly phase: Phase;
  readonly at: string;
}

/** The hours of a session, in force from a day on. The last phase ends them. */
export interface SessionSchedule {
  /** First day (ISO) on which it holds. */
  readonly from: string;
  readonly source: string;
  /** Up to continuous trading. */
  readonly opening: readonly PhaseStart[];
  /** The same on Ash Wednesday. */
  readonly lateOpening: readonly PhaseStart[];
  /** After it, while New York has standard time and while it has daylight time. */
  readonly closing: {
    readonly usStandard: readonly PhaseStart[];
    readonly usDaylight: readonly PhaseStart[];
  };
}

/**
 * Hours of the cash market, oldest first. Only today's are on record, so they stand for earlier sessions too. The
 * after-market of the weeks with US daylight time (17:30 to 18:00) is not part of the simulated exchange.
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
