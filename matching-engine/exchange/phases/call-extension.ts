import type { ExtensionRules } from '#domain/market/protections.ts';

/** A call at its scheduled end. Prices in ticks, 0 for none. */
export interface EndingCall {
  readonly endsAtMs: number;
  /** Number of extensions so far. */
  readonly extensions: number;
  /** When the theoretical price or quantity last changed; null when it has not changed. */
  readonly changedAtMs: number | null;
  readonly theoreticalTicks: number;
  /** Price of the session's last trade, else the previous close. */
  readonly referenceTicks: number;
}

/**
 * The new end of a call that is extended; null when it ends. B3 extends for a changed allocation of registered orders
 * too; here theoretical price and quantity determine the allocation, so watching the two suffices.
 */
// rule CALL_EXTENSION
export function extendedUntilMs(rules: ExtensionRules, call: EndingCall): number | null {
  if (call.extensions >= rules.most) return null;
  return hasChangedLate(rules, call) || isOutsideTunnel(rules, call) ? call.endsAtMs + rules.lengthMs : null;
}

const hasChangedLate = ({ windowMs }: ExtensionRules, { changedAtMs, endsAtMs }: EndingCall): boolean =>
  changedAtMs !== null && changedAtMs > endsAtMs - windowMs;

function isOutsideTunnel(
  { tunnelPpm }: ExtensionRules,
  { theoreticalTicks, referenceTicks }: EndingCall,
): boolean {
  if (tunnelPpm === 0 || theoreticalTicks === 0 || referenceTicks === 0) return false;
  // A price is below 2^31 and a width at most a million, so the products are safe integers.
  return Math.abs(theoreticalTicks - referenceTicks) * 1_000_000 > referenceTicks * tunnelPpm;
}
