import { divideHalfUp, safe } from '../money/integer.ts';
import { exactDecimal } from '../money/exact-decimal.ts';
import { minus, plus, times, type Ratio } from '../money/ratio.ts';
import { factorRatio, type ActionTerms } from './declared-action.ts';

/** The terms of an action that change prices on its ex-day. */
export type ExAction = Pick<ActionTerms, 'exDate' | 'kind' | 'amountPerShare' | 'factor' | 'pricePerShare'>;

const CENTAVOS_PER_REAL = 100n;

/**
 * The close of the last day with the rights, adjusted for all actions of one ex-day: the theoretical ex-price
 * `(close + S * Z - D) / (1 + B + S)`, with D the gross money for a share (dividends, JCP and capital returns), B the new
 * shares for one, S the subscribed shares for one and Z the price of exercise. Rounded once, half up to the tick; at least
 * one tick. Source: B3, Manual de Definicoes e Procedimentos dos Indices, general formula of the "preco ex-teorico". A
 * subscription at or above the close has no value and is left out (reading of this project).
 */
export function exPriceCentavos(
  closeCentavos: number,
  tickCentavos: number,
  actions: readonly ExAction[],
): number {
  const { added, shares } = effectOf(closeCentavos, actions);
  const amount = plus({ numerator: BigInt(closeCentavos), denominator: CENTAVOS_PER_REAL }, added);
  if (amount.numerator <= 0n) return tickCentavos;
  const ticks = divideHalfUp(
    amount.numerator * shares.denominator * CENTAVOS_PER_REAL,
    amount.denominator * shares.numerator * BigInt(tickCentavos),
  );
  return Math.max(tickCentavos, safe(Number(ticks) * tickCentavos));
}

/**
 * The close from which an ex-price was adjusted, in centavos, rounded half up. It may differ from the true one by the centavos
 * that the ex-price lost when it was rounded.
 */
export function closeBeforeExCentavos(exPrice: number, actions: readonly ExAction[]): number {
  const { added, shares } = effectOf(exPrice, actions);
  const price = { numerator: BigInt(exPrice), denominator: CENTAVOS_PER_REAL };
  const { numerator, denominator } = minus(times(price, shares), added);
  return safe(Number(divideHalfUp(numerator * CENTAVOS_PER_REAL, denominator)));
}

/** Money that actions add to a close in reais, and the shares after them for one before. */
function effectOf(priceCentavos: number, actions: readonly ExAction[]): { added: Ratio; shares: Ratio } {
  const one: Ratio = { numerator: 1n, denominator: 1n };
  let added: Ratio = { numerator: 0n, denominator: 1n };
  let shares = one;
  for (const { kind, amountPerShare, factor, pricePerShare } of actions) {
    if (amountPerShare !== null) added = minus(added, exactDecimal(amountPerShare));
    if (factor === null) continue;
    if (kind !== 'SUBSCRIPTION') {
      shares = plus(minus(shares, one), factorRatio(factor));
      continue;
    }
    const price = exactDecimal(pricePerShare ?? '0');
    if (price.numerator * CENTAVOS_PER_REAL >= BigInt(priceCentavos) * price.denominator) continue;
    added = plus(added, times(factorRatio(factor), price));
    shares = plus(shares, factorRatio(factor));
  }
  return { added, shares };
}
