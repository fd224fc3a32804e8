import { z } from 'zod';
import { codecOf } from '../codec.ts';
import * as f from '../fields.ts';

/** Fields of every command. */
const common = {
  v: f.version1,
  commandId: f.id,
  member: f.id,
  correlationId: f.id,
  /**
   * Number of the command among those of the member to the shard, from 1 on in the order of sending. The engine drops a command
   * whose number it has seen or passed. Absent: it drops one whose `commandId` is among the member's newest.
   */
  number: z.int().positive().optional(),
};

const newOrderSchema = z.object({
  ...common,
  type: z.literal('NEW_ORDER'),
  orderId: f.id,
  /** The member's account, which a mass cancel may name. */
  accountId: f.id,
  ticker: f.ticker,
  side: f.side,
  orderType: f.orderType,
  timeInForce: f.timeInForce,
  quantity: f.quantity,
  /** Required for LIMIT and STOP_LIMIT, null for MARKET and STOP. */
  limitPriceTicks: f.priceTicks.nullable(),
  /**
   * Worst price at which a MARKET or STOP order may trade; null for none, and always null for LIMIT and STOP_LIMIT. When
   * the best opposite price is worse, the order becomes a limit order at this price. A replace that moves the stop price
   * moves it by as much.
   */
  protectionPriceTicks: f.priceTicks.nullable(),
  stopPriceTicks: f.priceTicks.nullable(),
  displayQuantity: f.quantity.nullable(),
  minimumQuantity: f.quantity.nullable(),
  expiresOn: f.day.nullable(),
  /** Investor behind the order, for self-trade prevention; unique within the member. Absent: no prevention. */
  investorId: f.id.optional(),
  /** Which order is canceled instead of a trade with a resting order of the same investor. Absent: they trade. */
  selfTradePrevention: f.selfTradePrevention.optional(),
  /** Member session that the order ends with (cancel on disconnect). Absent: it outlives every member session. */
  sessionId: f.id.optional(),
});

const cancelOrderSchema = z.object({
  ...common,
  type: z.literal('CANCEL_ORDER'),
  ticker: f.ticker,
  orderId: f.id,
  requestId: f.id,
});

const replaceOrderSchema = z.object({
  ...common,
  type: z.literal('REPLACE_ORDER'),
  ticker: f.ticker,
  orderId: f.id,
  requestId: f.id,
  /** New total quantity, including what has filled. At or below the filled quantity, the rest is canceled. */
  quantity: f.quantity,
  // Null leaves a term unchanged.
  limitPriceTicks: f.priceTicks.nullable(),
  stopPriceTicks: f.priceTicks.nullable(),
  /** 0 removes the displayed quantity. */
  displayQuantity: f.count.nullable(),
  /** 0 removes the minimum quantity. */
  minimumQuantity: f.count.nullable(),
});

const massCancelSchema = z.object({
  ...common,
  type: z.literal('MASS_CANCEL'),
  requestId: f.id,
  accountId: f.id.nullable(),
  ticker: f.ticker.nullable(),
  side: f.side.nullable(),
});

/** Ends a member session: its open orders are canceled. */
const endSessionSchema = z.object({
  ...common,
  type: z.literal('END_SESSION'),
  sessionId: f.id,
});

/** Commands of members, on the engine's queue. */
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
