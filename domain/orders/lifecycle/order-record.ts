import type { Brokerage } from '../../costs/brokerage.ts';
import type { Cost } from '../../costs/cost.ts';
import type { AssetKind } from '../../market/instrument.ts';
import type { Refusal } from '../../refusal.ts';
import type { OrderStatus, OrderType, Side, TimeInForce } from '../order.ts';
import type { ChangedTerms } from '../terms/validate-replace.ts';

/** An order at one moment, as clients and order facts show it. */
export interface OrderSnapshot {
  readonly orderId: string;
  readonly clientOrderId: string;
  readonly accountId: string;
  readonly ownerId: string;
  readonly ticker: string;
  /** Ticker of the asset in custody: PETR4 for an order of PETR4F. */
  readonly custodyTicker: string;
  readonly assetKind: AssetKind;
  readonly side: Side;
  readonly type: OrderType;
  readonly timeInForce: TimeInForce;
  readonly quantity: number;
  readonly displayQuantity: number | null;
  readonly minimumQuantity: number | null;
  readonly limitPriceCentavos: number | null;
  readonly stopPriceCentavos: number | null;
  readonly triggeredAtMs: number | null;
  readonly expiresOn: string | null;
  readonly status: OrderStatus;
  /** The request that the exchange has not answered; null for an ended order. */
  readonly pendingRequest: 'CANCEL' | 'REPLACE' | null;
  readonly filledQuantity: number;
  readonly leavesQuantity: number;
  readonly filledCentavos: number;
  readonly reservedCentavos: number;
  readonly reservedQuantity: number;
  readonly refusal: Refusal | null;
  /** The broker's own price when it accepted the order: the price of all its fills, also after a replace. */
  readonly brokerage: Brokerage;
  readonly createdAtMs: number;
  readonly updatedAtMs: number;
  readonly executionCount: number;
  /** Number of the order's facts so far: 1 after its placing, one more with each update. */
  readonly version: number;
}

/** A fill as the broker books it. */
export interface ExecutionRecord {
  readonly executionId: string;
  readonly tradeId: string;
  readonly orderId: string;
  readonly priceCentavos: number;
  readonly quantity: number;
  readonly grossCentavos: number;
  /** The fill was made in an auction, such as the opening or the closing call. */
  readonly isAuction: boolean;
  /** Provisional costs by name; the day's note decides. */
  readonly costs: Cost[];
  readonly feesCentavos: number;
  readonly tradeDate: string;
  readonly settlesOn: string;
  readonly atMs: number;
}

/** The terms that an order gets when the exchange accepts a replace. */
export interface Replacement extends ChangedTerms {
  readonly requestId: string;
}

/** Internal fields of an order, which clients do not see. */
interface InternalFields {
  /** The client's request in a canonical form: a repeated client order id must have the same content. */
  readonly content: string;
  readonly tickCentavos: number;
  /** Highest price of a share in a buy without a limit. */
  readonly protectionPriceCentavos: number | null;
  /** The cancel that the exchange has not answered. */
  readonly cancelRequestId: string | null;
  /** The replace that the exchange has not answered. */
  readonly replacement: Replacement | null;
  readonly lotSize: number;
  /** Trade date of the placing, whose cost table decides the reservation. */
  readonly costsDay: string;
  /** Provisional costs of all fills. */
  readonly costsCentavos: number;
  /** Number of days with fills. */
  readonly tradedDays: number;
  /** Trade date of the last fill, and the amounts that filled on it; null before the first fill. */
  readonly filledDay: string | null;
  readonly dayOrdinaryCentavos: number;
  readonly dayAuctionCentavos: number;
  readonly correlationId: string;
  /** Wall clock time of the order's first write. */
  readonly intentAtMs: number;
}

/** An order as the broker stores it. */
export interface OrderRecord extends Omit<OrderSnapshot, 'pendingRequest'>, InternalFields {}

/** Leaves out the internal fields of an order. Field by field: a copy without some of them takes ten times as long. */
export const snapshotOf = (order: OrderRecord): OrderSnapshot => ({
  orderId: order.orderId,
  clientOrderId: order.clientOrderId,
  accountId: order.accountId,
  ownerId: order.ownerId,
  ticker: order.ticker,
  custodyTicker: order.custodyTicker,
  assetKind: order.assetKind,
  side: order.side,
  type: order.type,
  timeInForce: order.timeInForce,
  quantity: order.quantity,
  displayQuantity: order.displayQuantity,
  minimumQuantity: order.minimumQuantity,
  limitPriceCentavos: order.limitPriceCentavos,
  stopPriceCentavos: order.stopPriceCentavos,
  triggeredAtMs: order.triggeredAtMs,
  expiresOn: order.expiresOn,
  status: order.status,
  pendingRequest: pendingRequestOf(order),
  filledQuantity: order.filledQuantity,
  leavesQuantity: order.leavesQuantity,
  filledCentavos: order.filledCentavos,
  reservedCentavos: order.reservedCentavos,
  reservedQuantity: order.reservedQuantity,
  refusal: order.refusal,
  brokerage: order.brokerage,
  createdAtMs: order.createdAtMs,
  updatedAtMs: order.updatedAtMs,
  executionCount: order.executionCount,
  version: order.version,
});

const pendingRequestOf = ({ cancelRequestId, replacement }: OrderRecord): OrderSnapshot['pendingRequest'] =>
  cancelRequestId === null ? (replacement ? 'REPLACE' : null) : 'CANCEL';

/** True while the exchange has not answered a cancel or replace of the order. */
export const hasPendingRequest = (order: OrderRecord): boolean =>
  order.cancelRequestId !== null || order.replacement !== null;
