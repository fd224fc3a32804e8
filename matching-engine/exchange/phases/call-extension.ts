import type { ExtensionRules } from '#domain/market/protections.ts';

/** A call at the instant at which it should end. Prices in ticks, 0 for none. */
export interface EndingCall {
  readonly endsAtMs: number;
  /** How often it has been extended. */
  readonly extensions: number;
  /** When the theoretical price or quantity changed last; null when it has not in this call. */
  readonly changedAtMs: number | null;
  readonly theoreticalTicks: number;
  /** The last trade of the session, without one the previous close. */
  readonly referenceTicks: number;
}

/**
 * Until when a call goes on that should end; null when it ends. Who gets how much in the auction follows from price and
 * quantity, so a changed fill of an order that was there shows in them; no order is registered in any other way.
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
