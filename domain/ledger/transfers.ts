import type { Cost } from '../fees/fees.ts';
import { add, multiply, subtract } from '../money/integer.ts';
import { formatCentavos } from '../money/money.ts';
import type { Side } from '../orders/order.ts';
import type { EntryKind } from './entry-kind.ts';
import { CASH, due, free, move, OUTSIDE, outside, reserved, type Leg } from './leg.ts';

/**
 * An atomic movement of cash and shares, recorded as one entry of the account's statement. The functions below create the
 * transfer of each kind; an account book posts it.
 */
export interface Transfer {
  readonly kind: EntryKind;
  /** Text for the account's owner. */
  readonly description: string;
  readonly legs: readonly Leg[];
  /** Ticker of the shares concerned; null for cash alone. */
  readonly ticker: string | null;
  readonly orderId: string | null;
  /** Set on the TRADE transfer of a fill; the database accepts each execution once. */
  readonly executionId: string | null;
  /** Effect on the cost of the position. */
  readonly costing: Costing;
}

/** Effect of a transfer on the cost of a position. Amounts in centavos. */
export type Costing =
  | { readonly type: 'NONE' }
  | { readonly type: 'ACQUIRE'; readonly costCentavos: number }
  | { readonly type: 'DISPOSE'; readonly quantity: number; readonly proceedsCentavos: number };

/** A fill to book. Amounts in centavos; the gross amount excludes fees. */
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

const DEFAULTS = { ticker: null, orderId: null, executionId: null, costing: { type: 'NONE' } } as const;

/** DEPOSIT: cash arrives from a bank. */
export const depositTransfer = (accountId: string, amountCentavos: number): Transfer => ({
  ...DEFAULTS,
  kind: 'DEPOSIT',
  description: 'Deposit',
  legs: move(amountCentavos, outside(OUTSIDE.bank, CASH), free(accountId, CASH)),
});

/** WITHDRAWAL: cash leaves to a bank. */
export const withdrawalTransfer = (accountId: string, amountCentavos: number): Transfer => ({
  ...DEFAULTS,
  kind: 'WITHDRAWAL',
  description: 'Withdrawal',
  legs: move(amountCentavos, free(accountId, CASH), outside(OUTSIDE.bank, CASH)),
});

/** CUSTODY_TRANSFER: shares arrive from another custodian at their average price there. */
export const custodyTransfer = (
  accountId: string,
  ticker: string,
  quantity: number,
  priceCentavos: number,
): Transfer => ({
  ...DEFAULTS,
  kind: 'CUSTODY_TRANSFER',
  description: `Custody transfer of ${quantity} ${ticker} at ${formatCentavos(priceCentavos)}`,
  legs: move(quantity, outside(OUTSIDE.custody, ticker), free(accountId, ticker)),
  ticker,
  costing: { type: 'ACQUIRE', costCentavos: multiply(quantity, priceCentavos) },
});

/** RESERVE: holds cash or shares for an order. */
export const reserveTransfer = (
  accountId: string,
  orderId: string,
  asset: string,
  amount: number,
): Transfer => ({
  ...DEFAULTS,
  kind: 'RESERVE',
  description: `${formatAmount(asset, amount)} reserved for an order`,
  legs: move(amount, free(accountId, asset), reserved(accountId, asset)),
  ticker: tickerOf(asset),
  orderId,
});

/** RELEASE: frees cash or shares held for an order. */
export const releaseTransfer = (
  accountId: string,
  orderId: string,
  asset: string,
  amount: number,
): Transfer => ({
  ...DEFAULTS,
  kind: 'RELEASE',
  description: `${formatAmount(asset, amount)} no longer reserved for an order`,
  legs: move(amount, reserved(accountId, asset), free(accountId, asset)),
  ticker: tickerOf(asset),
  orderId,
});

/** TRADE: a fill exchanges shares for cash, both due on the settlement day. Fees are a separate transfer. */
export function tradeTransfer(accountId: string, fill: Fill): Transfer {
  const { ticker, quantity, grossCentavos, settlesOn, orderId, executionId } = fill;
  const isBuy = fill.side === 'BUY';
  const cash = isBuy ? grossCentavos : -grossCentavos;
  const shares = isBuy ? quantity : -quantity;
  return {
    kind: 'TRADE',
    description: `${isBuy ? 'Bought' : 'Sold'} ${quantity} ${ticker} at ${formatCentavos(fill.priceCentavos)}`,
    legs: [
      ...move(cash, free(accountId, CASH), due(accountId, CASH, settlesOn)),
      ...move(shares, due(accountId, ticker, settlesOn), free(accountId, ticker)),
    ],
    ticker,
    orderId,
    executionId,
    costing: isBuy
      ? { type: 'ACQUIRE', costCentavos: add(grossCentavos, fill.feesCentavos) }
      : { type: 'DISPOSE', quantity, proceedsCentavos: subtract(grossCentavos, fill.feesCentavos) },
  };
}

/** FEE: the fees of a fill, due on its settlement day; null without fees. */
export function feeTransfer(accountId: string, fill: Fill): Transfer | null {
  if (fill.feesCentavos === 0) return null;
  const named = fill.costs.map((cost) => `${cost.name} ${formatCentavos(cost.amountCentavos)}`);
  return {
    ...DEFAULTS,
    kind: 'FEE',
    description: `Costs of ${fill.quantity} ${fill.ticker}: ${named.join(', ')}`,
    legs: move(fill.feesCentavos, free(accountId, CASH), due(accountId, CASH, fill.settlesOn)),
    ticker: fill.ticker,
    orderId: fill.orderId,
  };
}

/** SETTLEMENT: exchanges an amount due on a day with the clearing house. A negative amount arrives. */
export const settlementTransfer = (
  accountId: string,
  asset: string,
  dueOn: string,
  amount: number,
): Transfer => ({
  ...DEFAULTS,
  kind: 'SETTLEMENT',
  description: `Settlement of ${dueOn}: ${formatAmount(asset, Math.abs(amount))} ${amount > 0 ? 'delivered' : 'received'}`,
  legs: move(amount, due(accountId, asset, dueOn), outside(OUTSIDE.clearing, asset)),
  ticker: tickerOf(asset),
});

const tickerOf = (asset: string): string | null => (asset === CASH ? null : asset);
const formatAmount = (asset: string, amount: number): string =>
  asset === CASH ? `R$ ${formatCentavos(amount)}` : `${amount} ${asset}`;
