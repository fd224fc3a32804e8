import { parseAmountCentavos } from '#domain/money/money.ts';

/** Why an exact decimal is no amount that can be moved; null for one that is. */
export function amountFault(value: string): 'not-positive' | 'too-precise' | null {
  if (parseAmountCentavos(value) !== null) return null;
  return Number(value) > 0 ? 'too-precise' : 'not-positive';
}
