import type { NewOrder, ReplaceOrder } from '#contracts/messages/engine-commands.ts';
import { utcMidnightMs } from '#domain/calendar/days.ts';
import { BUY, SELL, STP, TIF, TYPE } from '../../core/codes.ts';
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

const DAY_MS = 86_400_000;

/** Above every price and quantity that the core takes, so that it is refused there by the rule that it breaks. */
const TOO_MUCH = 0x7fffffff;

/** A quantity as the core takes it; what is none becomes one that is refused. */
const quantityOf = (quantity: number): number => {
  if (quantity >= TOO_MUCH) return TOO_MUCH;
  return Number.isInteger(quantity) && quantity > 0 ? quantity : -1;
};

/** A price or a part of the quantity as the core takes it: 0 for none, and what is no such number is refused there. */
const optional = (value: number | null): number => (value === null ? 0 : quantityOf(value));

/** A day as the core counts them, from 1970-01-01. @throws RangeError when it is no day of the calendar */
export const dayNumber = (day: string): number => utcMidnightMs(day) / DAY_MS;

/** Of an order's last day; 0 for none, and a day long past for what is no day, so that it is refused. */
function expiryNumber(day: string | null): number {
  if (day === null) return 0;
  try {
    return Math.max(1, dayNumber(day));
  } catch {
    return 1;
  }
}

/** Writes an order's terms into its row of the pool. */
export function writeTerms(pool: OrderPool, slot: number, command: NewOrder, investor: number): void {
  const { fields } = pool;
  const at = slot * STRIDE;
  fields[at + KIND] = kindOf(
    command.side === 'BUY' ? BUY : SELL,
    TYPE[command.orderType],
    TIF[command.timeInForce],
    STP[command.selfTradePrevention ?? 'NONE'],
  );
  fields[at + QUANTITY] = quantityOf(command.quantity);
  fields[at + LIMIT_TICKS] = optional(command.limitPriceTicks);
  fields[at + STOP_TICKS] = optional(command.stopPriceTicks);
  fields[at + PROTECTION_TICKS] = optional(command.protectionPriceTicks);
  fields[at + DISPLAY_QUANTITY] = optional(command.displayQuantity);
  fields[at + MINIMUM_QUANTITY] = optional(command.minimumQuantity);
  fields[at + INVESTOR] = investor;
  fields[at + EXPIRES_DAY] = expiryNumber(command.expiresOn);
}

/** What a change asks for, as the core takes it: zeros are what it does not ask. */
export interface Change {
  readonly quantity: number;
  readonly limitTicks: number;
  readonly stopTicks: number;
  readonly displayQuantity: number;
  readonly minimumQuantity: number;
}

export const changeOf = (command: ReplaceOrder): Change => ({
  quantity: quantityOf(command.quantity),
  limitTicks: optional(command.limitPriceTicks),
  stopTicks: optional(command.stopPriceTicks),
  displayQuantity: optional(command.displayQuantity),
  minimumQuantity: optional(command.minimumQuantity),
});
