import { z } from 'zod';
import { CORPORATE_ACTION_KINDS } from '#domain/corporate-actions/declared-action.ts';
import { parseExactDecimal } from '#domain/money/exact-decimal.ts';
import { ASSET_KINDS, ASSET_STATUSES } from '#domain/market/instrument.ts';
import { PHASE_CAUSES, PHASES } from '#domain/market/phase.ts';
import { ORDER_STATUSES, ORDER_TYPES, SIDES, TIMES_IN_FORCE } from '#domain/orders/order.ts';
import { REFUSAL_RULES, type RefusalRule } from '#domain/refusal.ts';

/** Field schemas shared by all messages, each with its range. */
export const version1 = z.literal(1);
export const id = z.string().min(1).max(128);
export const ticker = z.string().regex(/^[A-Z0-9]{4,12}$/);
export const instantMs = z.int().nonnegative();
export const day = z.string().regex(/^\d{4}-\d{2}-\d{2}$/);
export const count = z.int().nonnegative();
export const quantity = z.int().positive();
export const sequence = z.int().nonnegative();
export const priceTicks = z.int().positive();
export const centavos = z.int();
export const side = z.enum(SIDES);
export const orderType = z.enum(ORDER_TYPES);
export const timeInForce = z.enum(TIMES_IN_FORCE);
export const selfTradePrevention = z.enum(['CANCEL_AGGRESSOR', 'CANCEL_RESTING', 'CANCEL_BOTH']);
export const orderStatus = z.enum(ORDER_STATUSES);
export const phase = z.enum(PHASES);
export const phaseCause = z.enum(PHASE_CAUSES);
export const assetKind = z.enum(ASSET_KINDS);
export const corporateActionKind = z.enum(CORPORATE_ACTION_KINDS);
/** An exact decimal from zero on, as text. */
export const exactDecimal = z.string().refine((text) => parseExactDecimal(text) !== null, 'not a decimal');
export const assetStatus = z.enum(ASSET_STATUSES);
export const rule = z.enum(Object.keys(REFUSAL_RULES) as [RefusalRule, ...RefusalRule[]]);
export const cost = z.object({ name: z.string(), amountCentavos: centavos });
/** The broker's own price: `Brokerage` of the domain. Rates in hundred-millionths. */
const otherCosts = z.discriminatedUnion('type', [
  z.object({ type: z.literal('NOTE'), centavos: count }),
  z.object({ type: z.literal('OF_BROKERAGE'), rate: count }),
]);
export const brokerage = z.discriminatedUnion('type', [
  z.object({ type: z.literal('NONE'), other: otherCosts.optional() }),
  z.object({ type: z.literal('FIXED'), centavos: count, other: otherCosts.optional() }),
  z.object({ type: z.literal('RATE'), rate: count, other: otherCosts.optional() }),
]);
export const refusal = z.object({
  rule,
  message: z.string(),
  field: z.string().nullable(),
  limit: z.string().nullable(),
  observed: z.string().nullable(),
});
