import type { BreakerRules } from '#domain/market/protections.ts';

/** What the circuit breaker looks at. */
export interface BreakerInput {
  /** The index and its previous close, in hundredths of a point. */
  readonly value: number;
  readonly previousClose: number;
  readonly nowMs: number;
  /** When continuous trading should end; null where nobody knows, and then there are no last minutes. */
  readonly tradingEndsAtMs: number | null;
  /** Levels that have fired in this session. */
  readonly fired: number;
  /** How long trading resumes in a call after a halt. */
  readonly resumptionCallMs: number;
}

/** The market halts. */
export interface BreakerHalt {
  /** Levels that have fired now, those that were passed over included. */
  readonly fired: number;
  /** When trading resumes; null when somebody must decide. */
  readonly endsAtMs: number | null;
  /** By how much later the closing call begins and ends. */
  readonly closeDelayMs: number;
}

/** The halt that an index value causes in continuous trading; null when it causes none. */
// rule CIRCUIT_BREAKER_LEVELS
export function breakerHaltOf(rules: BreakerRules, input: BreakerInput): BreakerHalt | null {
  const { value, previousClose, nowMs, fired } = input;
  // rule CIRCUIT_BREAKER_LAST_HALF_HOUR
  if (input.tradingEndsAtMs !== null && nowMs >= input.tradingEndsAtMs - rules.quietMs) return null;
  const reached = rules.levels.filter(
    ({ fallPpm }) => (previousClose - value) * 1_000_000 >= previousClose * fallPpm,
  ).length;
  const level = rules.levels[reached - 1];
  if (!level || reached <= fired) return null;
  if (level.haltMs === null) return { fired: reached, endsAtMs: null, closeDelayMs: 0 };
  const endsAtMs = nowMs + level.haltMs;
  return { fired: reached, endsAtMs, closeDelayMs: closeDelayOf(rules, input, endsAtMs) };
}

/** The close moves so that trading goes on for a while after the halt, within bounds. */
// rule CIRCUIT_BREAKER_LAST_HOUR
function closeDelayOf(
  { finalTradingMs, mostDelayMs }: BreakerRules,
  { tradingEndsAtMs, resumptionCallMs }: BreakerInput,
  haltEndsAtMs: number,
): number {
  if (tradingEndsAtMs === null) return 0;
  const wishedEndMs = haltEndsAtMs + resumptionCallMs + finalTradingMs;
  return Math.min(mostDelayMs, Math.max(0, wishedEndMs - tradingEndsAtMs));
}
