import type { NewOrder, ReplaceOrder } from '#contracts/messages/engine-commands.ts';
import { utcMidnightMs } from '#domain/calendar/days.ts';
import { DAY_MS } from '#domain/calendar/durations.ts';
import { BUY, SELL, STP, TIF, TYPE } from '../../core/codes.ts';
import { REMOVED } from '../../core/order-terms.ts';
import {
  DISPLAY_QUANTITY,
  EXPIRES_DAY,
  INVESTOR,
  KIND,
  kindOf,
  LIMIT_TICKS,
  MINIMUM_QUANTITY,
  PROTECTION_TICKS,
  QUANTITY,
  STOP_TICKS,
  STRIDE,
  type OrderPool,
} from '../../core/order-pool.ts';

/** Largest int32: above every price and quantity that the entry rules accept. */
const MAX_INT32 = 0x7fffffff;

/** Clamps to int32; invalid becomes -1, which entry rules reject. */
const toInt32 = (value: number): number => {
  if (value >= MAX_INT32) return MAX_INT32;
  return Number.isInteger(value) && value > 0 ? value : -1;
};

/** An optional price or quantity of the core: 0 for none. */
const optional = (value: number | null): number => (value === null ? 0 : toInt32(value));

/**
 * A day as the core counts them, from 1970-01-01.
 * @throws RangeError when it is no day of the calendar
 */
export const dayNumber = (day: string): number => utcMidnightMs(day) / DAY_MS;

/** An order's last day; 0 for none. An invalid day becomes one long past, which entry rules reject. */
function expiryNumber(day: string | null): number {
  if (day === null) return 0;
  try {
    return Math.max(1, dayNumber(day));
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    return 1;
  }
}

/** Writes the terms of an order into its row of the pool. */
export function writeTerms(pool: OrderPool, slot: number, command: NewOrder, investor: number): void {
  const { fields } = pool;
  const at = slot * STRIDE;
  fields[at + KIND] = kindOf(
    command.side === 'BUY' ? BUY : SELL,
    TYPE[command.orderType],
    TIF[command.timeInForce],
    STP[command.selfTradePrevention ?? 'NONE'],
  );
  fields[at + QUANTITY] = toInt32(command.quantity);
  fields[at + LIMIT_TICKS] = optional(command.limitPriceTicks);
  fields[at + STOP_TICKS] = optional(command.stopPriceTicks);
  fields[at + PROTECTION_TICKS] = optional(command.protectionPriceTicks);
  fields[at + DISPLAY_QUANTITY] = optional(command.displayQuantity);
  fields[at + MINIMUM_QUANTITY] = optional(command.minimumQuantity);
  fields[at + INVESTOR] = investor;
  fields[at + EXPIRES_DAY] = expiryNumber(command.expiresOn);
}

/** Terms of a replace, in the core's numbers; 0 for a term that it does not change, `REMOVED` for one that it removes. */
export interface ReplaceTerms {
  readonly quantity: number;
  readonly limitTicks: number;
  readonly stopTicks: number;
  readonly displayQuantity: number;
  readonly minimumQuantity: number;
}

export const replaceTermsOf = (command: ReplaceOrder): ReplaceTerms => ({
  quantity: toInt32(command.quantity),
  limitTicks: optional(command.limitPriceTicks),
  stopTicks: optional(command.stopPriceTicks),
  displayQuantity: command.displayQuantity === 0 ? REMOVED : optional(command.displayQuantity),
  minimumQuantity: command.minimumQuantity === 0 ? REMOVED : optional(command.minimumQuantity),
});
