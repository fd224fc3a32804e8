import { valuationCentavos, type Quote } from '#domain/market-data/quote.ts';
import { add, multiply, sum } from '#domain/money/integer.ts';
import type { AccountModel, PortfolioModel, PositionModel } from './models.ts';

/** The market value of a quantity in centavos: 0 for no shares, null while the price is unknown. */
export function marketValueCentavos(quantity: number, quote: Quote | null): number | null {
  if (quantity === 0) return 0;
  const price = quote && valuationCentavos(quote);
  return price === null ? null : multiply(price, quantity);
}

/**
 * Parses an amount that the wallet wrote. It may have more digits than an amount of a client. A malformed one is a bug, so it
 * throws.
 */
export function centavosOf(decimal: string): number {
  const centavos = AMOUNT.test(decimal) ? Number(decimal.replace('.', '')) : NaN;
  if (!Number.isSafeInteger(centavos)) throw new RangeError(`not an amount of money: ${decimal}`);
  return centavos;
}

const AMOUNT = /^-?\d+\.\d\d$/;

/**
 * Values an account. A position without a known price counts at its cost, without gain or loss.
 *
 * @param quotes the quotes of the positions, in the same order
 */
export function portfolioOf(account: AccountModel, quotes: readonly (Quote | null)[]): PortfolioModel {
  const valued = account.positions.map((position, index) => valuationOf(position, quotes[index] ?? null));
  return {
    cashCentavos: add(centavosOf(account.cash.available), centavosOf(account.cash.reserved)),
    positionsCentavos: sum(valued.map((one) => one.value)),
    costCentavos: sum(valued.map((one) => one.cost)),
  };
}

function valuationOf(position: Omit<PositionModel, 'id'>, quote: Quote | null) {
  const cost = centavosOf(position.cost);
  return { cost, value: marketValueCentavos(position.quantity, quote) ?? cost };
}
