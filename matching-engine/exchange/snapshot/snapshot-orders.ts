import { z } from 'zod';
import * as f from '#contracts/fields.ts';
import type { BookOrder } from '../../core/book-snapshot.ts';
import type { KnownOrder, Order } from '../orders/order.ts';

/**
 * Orders in a snapshot of the exchange. There may be hundreds of thousands, so they are copied field by field: copying
 * objects together from parts takes twenty times as long.
 */

const knownOrder = {
  orderId: f.id,
  accountId: f.id,
  ticker: f.ticker,
  side: f.side,
  status: f.orderStatus,
  /** Of a rejected order whatever was sent. */
  quantity: z.number(),
  filledQuantity: f.count,
  limitPriceTicks: z.number().nullable(),
};
export const endedOrderSchema = z.object(knownOrder);
type EndedOrder = z.infer<typeof endedOrderSchema>;

export const openOrderSchema = z.object({
  ...knownOrder,
  orderType: f.orderType,
  timeInForce: f.timeInForce,
  correlationId: f.id,
  stopPriceTicks: f.priceTicks.nullable(),
  displayQuantity: f.quantity.nullable(),
  minimumQuantity: f.quantity.nullable(),
  expiresOn: f.day.nullable(),
  investorId: f.id.nullable(),
  sessionId: f.id.nullable(),
});
export type OpenOrder = z.infer<typeof openOrderSchema>;

/**
 * An order as its book has it: member and order id in place of slot and investor, then kind, quantity, filled, limit,
 * stop and protection, displayed, shown and minimum quantity, day of expiry.
 */
export const bookOrderSchema = z.tuple([f.id, f.id, z.array(z.int().nonnegative()).length(10)]);
export type NamedOrder = z.infer<typeof bookOrderSchema>;

export const nameOrder = ({ member, orderId }: Order, order: BookOrder): NamedOrder => [
  member,
  orderId,
  [
    order.kind,
    order.quantity,
    order.filled,
    order.limitTicks,
    order.stopTicks,
    order.protectionTicks,
    order.displayQuantity,
    order.shown,
    order.minimumQuantity,
    order.expiresDay,
  ],
];

export const bookOrderOf = ([, , numbers]: NamedOrder, slot: number, investor: number): BookOrder => ({
  slot,
  kind: numbers[0] ?? 0,
  quantity: numbers[1] ?? 0,
  filled: numbers[2] ?? 0,
  limitTicks: numbers[3] ?? 0,
  stopTicks: numbers[4] ?? 0,
  protectionTicks: numbers[5] ?? 0,
  displayQuantity: numbers[6] ?? 0,
  shown: numbers[7] ?? 0,
  minimumQuantity: numbers[8] ?? 0,
  investor,
  expiresDay: numbers[9] ?? 0,
});

export const captureEnded = (order: KnownOrder): EndedOrder => ({
  orderId: order.orderId,
  accountId: order.accountId,
  ticker: order.ticker,
  side: order.side,
  status: order.status,
  quantity: order.quantity,
  filledQuantity: order.filledQuantity,
  limitPriceTicks: order.limitPriceTicks,
});

export const endedOrderOf = (member: string, order: EndedOrder): KnownOrder => ({
  member,
  orderId: order.orderId,
  accountId: order.accountId,
  ticker: order.ticker,
  side: order.side,
  status: order.status,
  quantity: order.quantity,
  filledQuantity: order.filledQuantity,
  limitPriceTicks: order.limitPriceTicks,
});

export const captureOpen = (order: Order): OpenOrder => ({
  orderId: order.orderId,
  accountId: order.accountId,
  ticker: order.ticker,
  side: order.side,
  status: order.status,
  quantity: order.quantity,
  filledQuantity: order.filledQuantity,
  limitPriceTicks: order.limitPriceTicks,
  orderType: order.orderType,
  timeInForce: order.timeInForce,
  correlationId: order.correlationId,
  stopPriceTicks: order.stopPriceTicks,
  displayQuantity: order.displayQuantity,
  minimumQuantity: order.minimumQuantity,
  expiresOn: order.expiresOn,
  investorId: order.investorId,
  sessionId: order.sessionId,
});

export const openOrderOf = (member: string, slot: number, order: OpenOrder): Order => ({
  member,
  orderId: order.orderId,
  accountId: order.accountId,
  ticker: order.ticker,
  side: order.side,
  status: order.status,
  quantity: order.quantity,
  filledQuantity: order.filledQuantity,
  limitPriceTicks: order.limitPriceTicks,
  slot,
  orderType: order.orderType,
  timeInForce: order.timeInForce,
  correlationId: order.correlationId,
  stopPriceTicks: order.stopPriceTicks,
  displayQuantity: order.displayQuantity,
  minimumQuantity: order.minimumQuantity,
  expiresOn: order.expiresOn,
  investorId: order.investorId,
  sessionId: order.sessionId,
});
