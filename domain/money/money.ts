import { decimalToInteger, formatDecimal, parseDecimal } from './decimal.ts';

/** Parses a positive amount of money in whole centavos; null for any other text (refusal INVALID_AMOUNT). */
export function parseAmountCentavos(text: string): number | null {
  const decimal = parseDecimal(text);
  const centavos = decimal && decimalToInteger(decimal, 2);
  return centavos !== null && centavos > 0 ? centavos : null;
}

/** The one reason why a decimal is no amount that can be moved; null for one that is. */
export function amountFault(decimal: string): 'not-positive' | 'too-precise' | null {
  if (parseAmountCentavos(decimal) !== null) return null;
  return Number(decimal) > 0 ? 'too-precise' : 'not-positive';
}

/** Formats centavos with two places: 2890 is `28.90`. */
export const formatCentavos = (centavos: number): string => formatDecimal(centavos, 2);

/** Formats ten-thousandths with four places: 288950 is `28.8950`. */
export const formatTenThousandths = (value: number): string => formatDecimal(value, 4);
