import type { ActionTerms } from '../corporate-actions/declared-action.ts';
import { subtract } from '../money/integer.ts';
import { formatCentavos } from '../money/money.ts';
import type { Holding } from './holding.ts';
import { CASH, due, free, move, OUTSIDE, outside, type Leg } from './leg.ts';
import type { PositionChange } from './position.ts';
import { DEFAULTS, type Transfer } from './transfers.ts';

/** The action to which a transfer belongs, and the entitled shares. */
export interface ActionReference {
  readonly terms: ActionTerms;
  /** Shares at the end of the record date. */
  readonly entitledQuantity: number;
}

const PAYMENT_NAMES = { DIVIDEND: 'Dividend', JCP: 'Interest on equity' } as const;

/** DIVIDEND: the gross amount of a dividend or of interest on equity. Tax is a separate transfer. */
export const proceedsTransfer = (
  accountId: string,
  { terms, entitledQuantity }: ActionReference,
  grossCentavos: number,
): Transfer => ({
  ...DEFAULTS,
  kind: 'DIVIDEND',
  description: `${terms.kind === 'JCP' ? PAYMENT_NAMES.JCP : PAYMENT_NAMES.DIVIDEND} of ${entitledQuantity} ${terms.ticker} at ${terms.amountPerShare ?? '0'} a share`,
  legs: move(grossCentavos, outside(OUTSIDE.company, CASH), free(accountId, CASH)),
  ticker: terms.ticker,
});

/** TAX: income tax that the company withholds from a payment. */
export const proceedsTaxTransfer = (
  accountId: string,
  { terms }: ActionReference,
  taxCentavos: number,
): Transfer => ({
  ...DEFAULTS,
  kind: 'TAX',
  description: `Income tax withheld from the ${terms.kind === 'JCP' ? 'interest on equity' : 'dividend'} of ${terms.ticker}`,
  legs: move(taxCentavos, free(accountId, CASH), outside(OUTSIDE.revenue, CASH)),
  ticker: terms.ticker,
});

/** CORPORATE_ACTION: capital paid back, which lowers the cost of the position. */
export const capitalReturnTransfer = (
  accountId: string,
  { terms, entitledQuantity }: ActionReference,
  grossCentavos: number,
  costing: PositionChange,
): Transfer => ({
  ...DEFAULTS,
  kind: 'CORPORATE_ACTION',
  description: `Capital return of ${entitledQuantity} ${terms.ticker} at ${terms.amountPerShare ?? '0'} a share`,
  legs: move(grossCentavos, outside(OUTSIDE.company, CASH), free(accountId, CASH)),
  ticker: terms.ticker,
  costing,
});

const SHARE_NAMES = { SPLIT: 'Split', REVERSE_SPLIT: 'Reverse split', BONUS: 'Bonus' } as const;

/**
 * CORPORATE_ACTION: shares that an action adds or removes. A split changes the shares of trades that settle later too: the
 * clearing house delivers the new number of them.
 *
 * @param dueChanges added to the amounts due, by settlement day
 */
export function sharesTransfer(
  accountId: string,
  { terms, entitledQuantity }: ActionReference,
  costing: PositionChange,
  dueChanges: ReadonlyMap<string, number>,
): Transfer {
  const { kind, ticker, factor } = terms;
  const name = kind === 'SPLIT' || kind === 'REVERSE_SPLIT' || kind === 'BONUS' ? SHARE_NAMES[kind] : kind;
  const company = outside(OUTSIDE.company, ticker);
  const dueLegs = [...dueChanges].flatMap(([day, amount]): readonly Leg[] =>
    move(amount, company, due(accountId, ticker, day)),
  );
  return {
    ...DEFAULTS,
    kind: 'CORPORATE_ACTION',
    description: `${name} of ${entitledQuantity} ${ticker} by ${factor ?? '1'}`,
    legs: [...move(costing.quantity, company, free(accountId, ticker)), ...dueLegs],
    ticker,
    costing,
  };
}

/** Changes of the amounts due by a split, by settlement day: each amount times the factor, cut off, less the amount. */
export function dueChangesOf(
  { due: amounts }: Holding,
  factor: { readonly numerator: bigint; readonly denominator: bigint },
): ReadonlyMap<string, number> {
  const changes = [...amounts].map(([day, amount]): [string, number] => {
    const changed = Number((BigInt(amount) * factor.numerator) / factor.denominator);
    return [day, subtract(changed, amount)];
  });
  return new Map(changes.filter(([, change]) => change !== 0));
}

/** CORPORATE_ACTION: money for the fraction of a share, which was sold in an auction. */
export const fractionTransfer = (
  accountId: string,
  { terms }: ActionReference,
  amountCentavos: number,
  costing: PositionChange,
): Transfer => ({
  ...DEFAULTS,
  kind: 'CORPORATE_ACTION',
  description: `Fraction of ${terms.ticker} sold for R$ ${formatCentavos(amountCentavos)}`,
  legs: move(amountCentavos, outside(OUTSIDE.company, CASH), free(accountId, CASH)),
  ticker: terms.ticker,
  costing,
});
