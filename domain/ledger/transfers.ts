import { totalOf, type Cost } from '../costs/cost.ts';
import { formatCentavos } from '../money/money.ts';
import { costCentavosOf } from '../positions/position.ts';
import type { Side } from '../orders/order.ts';
import type { EntryKind } from './entry-kind.ts';
import { CASH, due, free, move, OUTSIDE, outside, reserved, type Leg } from './leg.ts';
import type { PositionChange } from './position.ts';

/**
 * An atomic movement of cash and shares, recorded as one entry of the account's statement. The functions below create the
 * transfer of each kind; an account book posts it.
 */
export interface Transfer {
  readonly kind: EntryKind;
  /** Text for the account's owner. */
  readonly description: string;
  readonly legs: readonly Leg[];
  /** Custody ticker of the shares concerned; null for cash alone. */
  readonly ticker: string | null;
  readonly orderId: string | null;
  /** Number of the note to which costs or taxes belong. */
  readonly noteNumber: number | null;
  /** Effect on the position; null for none. Trades change it at the close of their day. */
  readonly costing: PositionChange | null;
}

/** A fill to book. Amounts in centavos; the gross amount excludes costs. */
export interface Fill {
  readonly orderId: string;
  readonly side: Side;
  /** Ticker of the market: PETR4F. */
  readonly ticker: string;
  /** Ticker of the asset in custody: PETR4. */
  readonly custodyTicker: string;
  readonly quantity: number;
  readonly priceCentavos: number;
  readonly grossCentavos: number;
  /** Provisional costs. */
  readonly costs: readonly Cost[];
  /** Settlement day (ISO). */
  readonly settlesOn: string;
}

export const DEFAULTS = { ticker: null, orderId: null, noteNumber: null, costing: null } as const;

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

/** CUSTODY_TRANSFER: shares arrive from another custodian with their cost there. */
export const custodyTransfer = (
  accountId: string,
  ticker: string,
  costing: Omit<PositionChange, 'realizedCentavos'>,
): Transfer => ({
  ...DEFAULTS,
  kind: 'CUSTODY_TRANSFER',
  description: `Custody transfer of ${costing.quantity} ${ticker}, cost ${formatCentavos(costCentavosOf(costing))}`,
  legs: move(costing.quantity, outside(OUTSIDE.custody, ticker), free(accountId, ticker)),
  ticker,
  costing: { ...costing, realizedCentavos: 0 },
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

/** TRADE: a fill exchanges shares for cash, both due on the settlement day. Costs are a separate transfer. */
export function tradeTransfer(accountId: string, fill: Fill): Transfer {
  const { ticker, custodyTicker, quantity, grossCentavos, settlesOn, orderId } = fill;
  const isBuy = fill.side === 'BUY';
  const cash = isBuy ? grossCentavos : -grossCentavos;
  const shares = isBuy ? quantity : -quantity;
  return {
    ...DEFAULTS,
    kind: 'TRADE',
    description: `${isBuy ? 'Bought' : 'Sold'} ${quantity} ${ticker} at ${formatCentavos(fill.priceCentavos)}`,
    legs: [
      ...move(cash, free(accountId, CASH), due(accountId, CASH, settlesOn)),
      ...move(shares, due(accountId, custodyTicker, settlesOn), free(accountId, custodyTicker)),
    ],
    ticker: custodyTicker,
    orderId,
  };
}

/** FEE: the provisional costs of a fill, due on its settlement day; null without costs. */
export function feeTransfer(accountId: string, fill: Fill): Transfer | null {
  const total = totalOf(fill.costs);
  if (total === 0) return null;
  const named = fill.costs.map((cost) => `${cost.name} ${formatCentavos(cost.amountCentavos)}`);
  return {
    ...DEFAULTS,
    kind: 'FEE',
    description: `Provisional costs of ${fill.quantity} ${fill.ticker}: ${named.join(', ')}`,
    legs: move(total, free(accountId, CASH), due(accountId, CASH, fill.settlesOn)),
    ticker: fill.custodyTicker,
    orderId: fill.orderId,
  };
}

/** FEE: the charge of a balance that the account owed at the end of a day. It is owed, too. */
export const debitChargeTransfer = (
  accountId: string,
  {
    day,
    owedCentavos,
    amountCentavos,
  }: { readonly day: string; readonly owedCentavos: number; readonly amountCentavos: number },
): Transfer => ({
  ...DEFAULTS,
  kind: 'FEE',
  description: `Charge of R$ ${formatCentavos(owedCentavos)} owed at the end of ${day}`,
  legs: move(amountCentavos, free(accountId, CASH), outside(OUTSIDE.broker, CASH)),
});

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
