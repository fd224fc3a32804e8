import type { Cost } from '../fees/fees.ts';
import { add, multiply, subtract } from '../money/integer.ts';
import { formatCentavos } from '../money/money.ts';
import type { Side } from '../orders/order.ts';
import type { EntryKind } from './entry-kind.ts';
import { CASH, due, free, move, OUTSIDE, outside, reserved, type Leg } from './leg.ts';

/** A movement of money and shares that happens whole or not at all, and is one line of the account's statement. */
export interface Transfer {
  readonly kind: EntryKind;
  /** For a person to read. */
  readonly description: string;
  readonly legs: readonly Leg[];
  /** The shares that it is about, if any. */
  readonly ticker: string | null;
  readonly orderId: string | null;
  /** Set on the transfer that books a fill: one fill is booked once. */
  readonly executionId: string | null;
  /** What happens to the cost of the position. */
  readonly costing: Costing;
}

/** How a transfer touches what the shares cost. Amounts in centavos. */
export type Costing =
  | { readonly type: 'NONE' }
  | { readonly type: 'ACQUIRE'; readonly costCentavos: number }
  | { readonly type: 'DISPOSE'; readonly quantity: number; readonly proceedsCentavos: number };

/** A fill as the ledger books it. Amounts in centavos, fees not in the gross amount. */
export interface Fill {
  readonly orderId: string;
  readonly executionId: string;
  readonly side: Side;
  readonly ticker: string;
  readonly quantity: number;
  readonly priceCentavos: number;
  readonly grossCentavos: number;
  readonly feesCentavos: number;
  readonly costs: readonly Cost[];
  /** Settlement day (ISO). */
  readonly settlesOn: string;
}

const plain = { ticker: null, orderId: null, executionId: null, costing: { type: 'NONE' } } as const;

/** Cash comes in from a bank. */
export const depositCash = (accountId: string, amountCentavos: number): Transfer => ({
  ...plain,
  kind: 'DEPOSIT',
  description: 'Deposit',
  legs: move(amountCentavos, outside(OUTSIDE.bank, CASH), free(accountId, CASH)),
});

/** Cash goes out to a bank. */
export const withdrawCash = (accountId: string, amountCentavos: number): Transfer => ({
  ...plain,
  kind: 'WITHDRAWAL',
  description: 'Withdrawal',
  legs: move(amountCentavos, free(accountId, CASH), outside(OUTSIDE.bank, CASH)),
});

/** Shares come in from another custodian, with what one cost there. */
export const bringShares = (
  accountId: string,
  ticker: string,
  quantity: number,
  priceCentavos: number,
): Transfer => ({
  ...plain,
  kind: 'CUSTODY_TRANSFER',
  description: `Custody transfer of ${quantity} ${ticker} at ${formatCentavos(priceCentavos)}`,
  legs: move(quantity, outside(OUTSIDE.custody, ticker), free(accountId, ticker)),
  ticker,
  costing: { type: 'ACQUIRE', costCentavos: multiply(quantity, priceCentavos) },
});

/** Sets cash or shares aside for an order. */
export const reserveFor = (accountId: string, orderId: string, asset: string, amount: number): Transfer => ({
  ...plain,
  kind: 'RESERVE',
  description: `${nameOf(asset, amount)} reserved for an order`,
  legs: move(amount, free(accountId, asset), reserved(accountId, asset)),
  ticker: tickerOf(asset),
  orderId,
});

/** Gives back what was set aside for an order. */
export const releaseFor = (accountId: string, orderId: string, asset: string, amount: number): Transfer => ({
  ...plain,
  kind: 'RELEASE',
  description: `${nameOf(asset, amount)} no longer reserved for an order`,
  legs: move(amount, reserved(accountId, asset), free(accountId, asset)),
  ticker: tickerOf(asset),
  orderId,
});

/** Books a fill: shares against cash, both due on the settlement day. Costs are a transfer of their own. */
export function tradeOf(accountId: string, fill: Fill): Transfer {
  const { ticker, quantity, grossCentavos, settlesOn, orderId, executionId } = fill;
  const buys = fill.side === 'BUY';
  const cash = buys ? grossCentavos : -grossCentavos;
  const shares = buys ? quantity : -quantity;
  return {
    kind: 'TRADE',
    description: `${buys ? 'Bought' : 'Sold'} ${quantity} ${ticker} at ${formatCentavos(fill.priceCentavos)}`,
    legs: [
      ...move(cash, free(accountId, CASH), due(accountId, CASH, settlesOn)),
      ...move(shares, due(accountId, ticker, settlesOn), free(accountId, ticker)),
    ],
    ticker,
    orderId,
    executionId,
    costing: buys
      ? { type: 'ACQUIRE', costCentavos: add(grossCentavos, fill.feesCentavos) }
      : { type: 'DISPOSE', quantity, proceedsCentavos: subtract(grossCentavos, fill.feesCentavos) },
  };
}

/** Books the costs of a fill, due on its settlement day; null when there are none. */
export function feesOf(accountId: string, fill: Fill): Transfer | null {
  if (fill.feesCentavos === 0) return null;
  const named = fill.costs.map((cost) => `${cost.name} ${formatCentavos(cost.amountCentavos)}`);
  return {
    ...plain,
    kind: 'FEE',
    description: `Costs of ${fill.quantity} ${fill.ticker}: ${named.join(', ')}`,
    legs: move(fill.feesCentavos, free(accountId, CASH), due(accountId, CASH, fill.settlesOn)),
    ticker: fill.ticker,
    orderId: fill.orderId,
  };
}

/** Exchanges what is due on a day with the clearing house. A negative amount comes in. */
export const settle = (accountId: string, asset: string, dueOn: string, amount: number): Transfer => ({
  ...plain,
  kind: 'SETTLEMENT',
  description: `Settlement of ${dueOn}: ${nameOf(asset, Math.abs(amount))} ${amount > 0 ? 'delivered' : 'received'}`,
  legs: move(amount, due(accountId, asset, dueOn), outside(OUTSIDE.clearing, asset)),
  ticker: tickerOf(asset),
});

const tickerOf = (asset: string): string | null => (asset === CASH ? null : asset);
const nameOf = (asset: string, amount: number): string =>
  asset === CASH ? `R$ ${formatCentavos(amount)}` : `${amount} ${asset}`;
