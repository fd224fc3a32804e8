import type { SubscriptionTerms } from '../corporate-actions/subscription-rights.ts';
import { BILLIONTHS_PER_CENTAVO } from '../positions/position.ts';
import { formatCentavos } from '../money/money.ts';
import { CASH, free, move, OUTSIDE, outside } from './leg.ts';
import type { PositionChange } from './position.ts';
import { DEFAULTS, type Transfer } from './transfers.ts';

/** CORPORATE_ACTION: the rights that an account gets for its shares, at no cost. */
export const rightsTransfer = (
  accountId: string,
  { ticker, rights }: SubscriptionTerms,
  entitledQuantity: number,
  costing: PositionChange,
): Transfer => ({
  ...DEFAULTS,
  kind: 'CORPORATE_ACTION',
  description: `${costing.quantity} rights ${rights.ticker} for ${entitledQuantity} ${ticker}`,
  legs: move(costing.quantity, outside(OUTSIDE.company, rights.ticker), free(accountId, rights.ticker)),
  ticker: rights.ticker,
  costing,
});

/** An exercise of rights. */
export interface ExerciseOfRights {
  /** Day (ISO) to which it belongs. */
  readonly day: string;
  readonly quantity: number;
  readonly amountCentavos: number;
  /** Cost of the exercised rights, which becomes a part of the cost of the shares. */
  readonly costBillionths: bigint;
}

/** CORPORATE_ACTION, twice: the payment for subscribed shares and their receipts, and the exercised rights. */
export function exerciseTransfers(
  accountId: string,
  { ticker, pricePerShare, rights }: SubscriptionTerms,
  { day, quantity, amountCentavos, costBillionths }: ExerciseOfRights,
): readonly [Transfer, Transfer] {
  const receipts = rights.receiptTicker;
  const paid = BigInt(amountCentavos) * BILLIONTHS_PER_CENTAVO;
  return [
    {
      ...DEFAULTS,
      kind: 'CORPORATE_ACTION',
      description: `Subscription of ${quantity} ${ticker} at ${pricePerShare ?? '0'} a share, as receipts ${receipts}`,
      legs: [
        ...move(amountCentavos, free(accountId, CASH), outside(OUTSIDE.company, CASH)),
        ...move(quantity, outside(OUTSIDE.company, receipts), free(accountId, receipts)),
      ],
      ticker: receipts,
      costing: { day, quantity, costBillionths: paid + costBillionths, realizedCentavos: 0 },
    },
    rightsRemoved(accountId, rights.ticker, `${quantity} rights ${rights.ticker} exercised`, {
      day,
      quantity: -quantity,
      costBillionths: -costBillionths,
      realizedCentavos: 0,
    }),
  ];
}

/** CORPORATE_ACTION: rights that nobody exercised lapse. The cost of bought ones is a loss of the position. */
export const lapseTransfer = (accountId: string, rightTicker: string, costing: PositionChange): Transfer =>
  rightsRemoved(
    accountId,
    rightTicker,
    `${-costing.quantity} rights ${rightTicker} lapsed, cost ${formatCentavos(-costing.realizedCentavos)}`,
    costing,
  );

/** CORPORATE_ACTION, twice: the receipts leave, and the subscribed shares arrive at their cost. */
export function creditTransfers(
  accountId: string,
  { ticker, rights: { receiptTicker } }: SubscriptionTerms,
  { day, quantity, costBillionths }: Omit<PositionChange, 'realizedCentavos'>,
): readonly [Transfer, Transfer] {
  const description = `${quantity} subscribed ${ticker} credited for receipts ${receiptTicker}`;
  return [
    rightsRemoved(accountId, receiptTicker, description, {
      ...{ day, quantity: -quantity, costBillionths: -costBillionths, realizedCentavos: 0 },
    }),
    {
      ...DEFAULTS,
      kind: 'CORPORATE_ACTION',
      description,
      legs: move(quantity, outside(OUTSIDE.company, ticker), free(accountId, ticker)),
      ticker,
      costing: { day, quantity, costBillionths, realizedCentavos: 0 },
    },
  ];
}

const rightsRemoved = (
  accountId: string,
  ticker: string,
  description: string,
  costing: PositionChange,
): Transfer => ({
  ...DEFAULTS,
  kind: 'CORPORATE_ACTION',
  description,
  legs: move(-costing.quantity, free(accountId, ticker), outside(OUTSIDE.company, ticker)),
  ticker,
  costing,
});
