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
