import type { SubscriptionTerms } from '../corporate-actions/subscription-rights.ts';
import { divideHalfUp, safe } from '../money/integer.ts';
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

/** The shares that receipts become. */
export interface CreditedReceipts {
  readonly day: string;
  readonly receipts: number;
  readonly shares: number;
  readonly costBillionths: bigint;
}

/**
 * CORPORATE_ACTION, twice: the receipts leave, and the subscribed shares arrive at their cost. When a reverse split left no
 * whole share, the cost is a loss of the receipts.
 */
export function creditTransfers(
  accountId: string,
  { ticker, rights: { receiptTicker } }: SubscriptionTerms,
  { day, receipts, shares, costBillionths }: CreditedReceipts,
): readonly Transfer[] {
  const description = `${shares} subscribed ${ticker} credited for ${receipts} receipts ${receiptTicker}`;
  const lossCentavos = shares > 0 ? 0 : safe(Number(divideHalfUp(costBillionths, BILLIONTHS_PER_CENTAVO)));
  const removed = rightsRemoved(accountId, receiptTicker, description, {
    ...{ day, quantity: -receipts, costBillionths: -costBillionths },
    realizedCentavos: lossCentavos === 0 ? 0 : -lossCentavos,
  });
  if (shares === 0) return [removed];
  return [
    removed,
    {
      ...DEFAULTS,
      kind: 'CORPORATE_ACTION',
      description,
      legs: move(shares, outside(OUTSIDE.company, ticker), free(accountId, ticker)),
      ticker,
      costing: { day, quantity: shares, costBillionths, realizedCentavos: 0 },
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
