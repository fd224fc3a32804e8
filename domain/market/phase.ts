export const PHASES = [
  'CLOSED',
  'PRE_OPEN',
  'OPENING_CALL',
  'CONTINUOUS',
  'AUCTION',
  'CLOSING_CALL',
  'HALTED',
] as const;
/** The trading phase of an instrument or of the market. */
export type Phase = (typeof PHASES)[number];

/** Why a listing is in its phase. */
export const PHASE_CAUSES = [
  'SCHEDULE',
  'STATIC_TUNNEL',
  'DYNAMIC_TUNNEL',
  'QUANTITY',
  'COMMAND',
  'EXTENSION',
  'HALT',
  'CIRCUIT_BREAKER',
] as const;
export type PhaseCause = (typeof PHASE_CAUSES)[number];

/** True in a call: orders gather, and trade only at its end. */
export const isCall = (phase: Phase): boolean =>
  phase === 'OPENING_CALL' || phase === 'AUCTION' || phase === 'CLOSING_CALL';
