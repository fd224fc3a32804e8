import { z } from 'zod';
import { codecOf } from '../codec.ts';
import * as f from '../fields.ts';

/** What every command carries. `commandId` is unique for its member: a repeated one is dropped by the engine. */
const common = { v: f.version1, commandId: f.id, member: f.id, correlationId: f.id };

export const newOrderSchema = z.object({
  ...common,
  type: z.literal('NEW_ORDER'),
  orderId: f.id,
  /** Whose order it is, as self-trade prevention and mass cancel see it. */
  accountId: f.id,
  ticker: f.ticker,
  side: f.side,
  orderType: f.orderType,
  timeInForce: f.timeInForce,
  quantity: f.quantity,
  /** Of LIMIT and STOP_LIMIT. */
  limitPriceTicks: f.priceTicks.nullable(),
  /**
   * Of a MARKET buy: the most that was reserved a share. When the best opposite price is beyond it nothing trades and
   * the order rests at this price.
   */
  protectionPriceTicks: f.priceTicks.nullable(),
  stopPriceTicks: f.priceTicks.nullable(),
  displayQuantity: f.quantity.nullable(),
  minimumQuantity: f.quantity.nullable(),
  expiresOn: f.day.nullable(),
  /** Whose orders do not trade with each other when the incoming one asks for it; unique within the member. Absent: nobody's. */
  investorId: f.id.optional(),
  /** What happens when it would trade with a resting order of its investor. Absent: it trades. */
  selfTradePrevention: f.selfTradePrevention.optional(),
  /** The member's session that it lives and dies with (cancel on disconnect). Absent: it outlives every session. */
  sessionId: f.id.optional(),
});

export const cancelOrderSchema = z.object({
  ...common,
  type: z.literal('CANCEL_ORDER'),
  ticker: f.ticker,
  orderId: f.id,
  requestId: f.id,
});

export const replaceOrderSchema = z.object({
  ...common,
  type: z.literal('REPLACE_ORDER'),
  ticker: f.ticker,
  orderId: f.id,
  requestId: f.id,
  /** The new total, what has filled included. */
  quantity: f.quantity,
  limitPriceTicks: f.priceTicks.nullable(),
  stopPriceTicks: f.priceTicks.nullable(),
  displayQuantity: f.quantity.nullable(),
  minimumQuantity: f.quantity.nullable(),
});

export const massCancelSchema = z.object({
  ...common,
  type: z.literal('MASS_CANCEL'),
  requestId: f.id,
  accountId: f.id.nullable(),
  ticker: f.ticker.nullable(),
  side: f.side.nullable(),
});

/** A session of the member is over: its orders that named it end. */
export const endSessionSchema = z.object({
  ...common,
  type: z.literal('END_SESSION'),
  sessionId: f.id,
});

/** Commands of members, as the engine's queue carries them. */
export const engineCommandSchema = z.discriminatedUnion('type', [
  newOrderSchema,
  cancelOrderSchema,
  replaceOrderSchema,
  massCancelSchema,
  endSessionSchema,
]);

export type NewOrder = z.infer<typeof newOrderSchema>;
export type CancelOrder = z.infer<typeof cancelOrderSchema>;
export type ReplaceOrder = z.infer<typeof replaceOrderSchema>;
export type MassCancel = z.infer<typeof massCancelSchema>;
export type EndSession = z.infer<typeof endSessionSchema>;
export type EngineCommand = z.infer<typeof engineCommandSchema>;
export const engineCommandCodec = codecOf<EngineCommand>(engineCommandSchema);
