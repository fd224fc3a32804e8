import { z } from 'zod';
import * as f from '#contracts/fields.ts';

/** Fields of an order that stay known after it has ended. Snapshots hold them in this order. */
export const knownFieldsSchema = z.object({
  orderId: f.id,
  accountId: f.id,
  ticker: f.ticker,
  side: f.side,
  status: f.orderStatus,
  /** Total quantity, filled quantity included. A rejected order keeps the number that the member sent. */
  quantity: z.number(),
  filledQuantity: f.count,
  /** Limit of the open quantity; null without one: a waiting stop, a market order for a call. */
  limitPriceTicks: z.number().nullable(),
});

/** Fields of an open order. Snapshots hold them in this order. */
export const openFieldsSchema = knownFieldsSchema.extend({
  orderType: f.orderType,
  timeInForce: f.timeInForce,
  /** Correlation id of the order's own command, for reports that answer no other request. */
  correlationId: f.id,
  /** Null unless the order is a waiting stop. */
  stopPriceTicks: f.priceTicks.nullable(),
  displayQuantity: f.quantity.nullable(),
  minimumQuantity: f.quantity.nullable(),
  /** Last trading day of a GTD order, else null. */
  expiresOn: f.day.nullable(),
  investorId: f.id.nullable(),
  /** Member session whose end cancels the order; null when the order outlives its session. */
  sessionId: f.id.nullable(),
});

export type KnownFields = z.infer<typeof knownFieldsSchema>;
export type OpenFields = z.infer<typeof openFieldsSchema>;

/** An order, open or ended. */
export interface KnownOrder extends KnownFields {
  readonly member: string;
}

/** An open order. The exchange updates it by the events of its book. */
export interface Order extends OpenFields {
  readonly member: string;
  /** Row of the pool that holds the order's terms while it is open. */
  readonly slot: number;
}

/** Copies the fields of a schema in its order. Spreading objects with so many fields would take ten times as long as this loop. */
function copierOf<S extends z.ZodRawShape>(schema: z.ZodObject<S>) {
  type Fields = z.infer<z.ZodObject<S>>;
  const names = Object.keys(schema.shape) as (keyof Fields)[];
  return (from: Fields): Fields => {
    const copy = {} as Fields;
    for (const name of names) copy[name] = from[name];
    return copy;
  };
}

export const copyKnownFields: (order: KnownFields) => KnownFields = copierOf(knownFieldsSchema);
export const copyOpenFields: (order: OpenFields) => OpenFields = copierOf(openFieldsSchema);

/** Quantity that may still trade; 0 once the order has ended. */
export const leavesQuantity = (order: KnownOrder): number =>
  order.status === 'OPEN' || order.status === 'PARTIALLY_FILLED' ? order.quantity - order.filledQuantity : 0;
