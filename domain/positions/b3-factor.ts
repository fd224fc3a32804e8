import type { Ratio } from '../money/ratio.ts';

/** B3's words for corporate actions that change the number of shares. */
export type B3ShareAction = 'DESDOBRAMENTO' | 'BONIFICACAO' | 'GRUPAMENTO';

/**
 * Shares after an action for one share before, from the figure that B3 publishes. Its meaning depends on the action: splits and
 * bonuses have the percentage of new shares (100 doubles, 5 is one for twenty), reverse splits the ratio itself (0.1).
 * Confirmed by PETR in 2008, MGLU in 2020, 2024 and 2025, WEGE in 2021.
 */
export function b3Factor(action: B3ShareAction, declared: Ratio): Ratio {
  if (action === 'GRUPAMENTO') return declared;
  const denominator = declared.denominator * 100n;
  return { numerator: denominator + declared.numerator, denominator };
}
