import type { BreakerRules } from '#domain/market/protections.ts';

/** Inputs of the circuit breaker's rule. */
export interface BreakerInput {
  /** The index, in hundredths of a point. */
  readonly value: number;
  /** The index's previous close, in hundredths of a point. */
  readonly previousClose: number;
  readonly nowMs: number;
  /** Scheduled end of continuous trading; null when it is not known, and then no rule of the last minutes applies. */
  readonly tradingEndsAtMs: number | null;
  /** Number of levels that have fired in this session. */
  readonly fired: number;
  /** Length of the call through which trading resumes after a halt. */
  readonly resumptionCallMs: number;
}

/** A halt by the circuit breaker. */
export interface BreakerHalt {
  /** Number of fired levels after this one, skipped levels included. */
  readonly fired: number;
  /** End of the halt; null until an operator resumes. */
  readonly endsAtMs: number | null;
  /** Delay of the closing call, its start and its end. */
  readonly closeDelayMs: number;
}

/** The halt that an index value causes in continuous trading; null for no halt. */
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

/** Delay of the close that leaves the rule's minimum of trading after the halt, up to the rule's maximum. */
// rule CIRCUIT_BREAKER_LAST_HOUR
function closeDelayOf(
  { finalTradingMs, mostDelayMs }: BreakerRules,
  { tradingEndsAtMs, resumptionCallMs }: BreakerInput,
  haltEndsAtMs: number,
): number {
  if (tradingEndsAtMs === null) return 0;
  const neededEndMs = haltEndsAtMs + resumptionCallMs + finalTradingMs;
  return Math.min(mostDelayMs, Math.max(0, neededEndMs - tradingEndsAtMs));
}
