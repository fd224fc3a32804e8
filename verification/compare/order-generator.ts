import { COMBINATIONS, PRICES_OF_TYPE } from '#domain/orders/terms/combinations.ts';
import { ORDER_TYPES, TIMES_IN_FORCE, type OrderType, type TimeInForce } from '#domain/orders/order.ts';
import { BUY, isCall, STP, TIF, TYPE } from '#engine/core/codes.ts';
import { kindOf } from '#engine/core/order-pool.ts';
import type { BookCommand, OrderTerms } from './book-command.ts';
import type { Dice } from './dice.ts';
import { nearby, type Climate } from './climate.ts';

/** Integers at which something may break, beyond those of the usual flow. */
const BORDERS = [
  0, 1, -1, 2, 99, 100, 101, 0x7ffffffd, 0x7ffffffe, 0x7fffffff, -0x7fffffff, -0x80000000, 0x40000000,
];

type Change = Omit<Extract<BookCommand, { type: 'REPLACE' }>, 'type' | 'slot'>;

/** The terms of a new order; those of a broken one have some field off. */
export function termsOf(dice: Dice, climate: Climate, phase: number, tradeDay: number): OrderTerms {
  const terms = validTerms(dice, climate, phase, tradeDay);
  return dice.percent(climate.brokenPercent) ? broken(dice, terms) : terms;
}

/** What a change asks for: often little, sometimes everything. */
export function changeOf(dice: Dice, climate: Climate, filled: number): Change {
  const price = (): number => nearby(dice, climate.middleTicks, 12);
  const change = {
    quantity: (dice.percent(90) ? filled : 0) + quantityOf(dice, climate),
    limitTicks: dice.percent(50) ? price() : 0,
    stopTicks: dice.percent(15) ? price() : 0,
    displayQuantity: dice.percent(15) ? quantityOf(dice, climate) : 0,
    minimumQuantity: dice.percent(10) ? climate.rules.lotSize * dice.between(1, 10) : 0,
  };
  return dice.percent(climate.brokenPercent) ? broken(dice, change) : change;
}

/** One to three fields with any integers in their place, `kind` left out: a caller makes it of codes. */
function broken<T extends object>(dice: Dice, terms: T): T {
  const fields = Object.keys(terms).filter((field) => field !== 'kind');
  const wrong = Array.from(
    { length: dice.between(1, 3) },
    () => [dice.oneOf(fields), anyInteger(dice)] as const,
  );
  return { ...terms, ...Object.fromEntries(wrong) };
}

const anyInteger = (dice: Dice): number =>
  dice.percent(70) ? dice.oneOf(BORDERS) : Math.floor((dice.next() - 0.5) * 0x1_0000_0000);

function validTerms(dice: Dice, climate: Climate, phase: number, tradeDay: number): OrderTerms {
  const { type, timeInForce } = typeAndTime(dice, phase);
  const combination = COMBINATIONS[type][timeInForce];
  const side = dice.below(2);
  const quantity = quantityOf(dice, climate);
  const part = (percent: number): number =>
    dice.percent(percent) ? Math.min(quantity, climate.rules.lotSize * dice.between(1, 5)) : 0;
  const displayQuantity = combination?.display === true ? part(15) : 0;
  const prevention = dice.percent(25) ? dice.below(4) : STP.NONE;
  return {
    kind: kindOf(side, TYPE[type], TIF[timeInForce], prevention),
    quantity,
    ...pricesOf(dice, climate, type, side),
    displayQuantity,
    minimumQuantity: combination?.minimum === true && displayQuantity === 0 && !isCall(phase) ? part(10) : 0,
    investor: dice.below(4),
    expiresDay: timeInForce === 'GTD' ? tradeDay + dice.below(4) : 0,
  };
}

function typeAndTime(dice: Dice, phase: number): { type: OrderType; timeInForce: TimeInForce } {
  if (dice.percent(3)) return { type: dice.oneOf(ORDER_TYPES), timeInForce: dice.oneOf(TIMES_IN_FORCE) };
  if (dice.percent(50)) return { type: 'LIMIT', timeInForce: 'DAY' };
  if (isCall(phase) && dice.percent(60))
    return {
      type: dice.oneOf(['LIMIT', 'MARKET']),
      timeInForce: dice.oneOf(['AUCTION', 'AUCTION', 'AT_CLOSE']),
    };
  const type = dice.oneOf(ORDER_TYPES);
  return { type, timeInForce: dice.oneOf(Object.keys(COMBINATIONS[type]) as TimeInForce[]) };
}

function pricesOf(
  dice: Dice,
  climate: Climate,
  type: OrderType,
  side: number,
): Pick<OrderTerms, 'limitTicks' | 'stopTicks' | 'protectionTicks'> {
  const { limit, stop } = PRICES_OF_TYPE[type];
  const sign = side === BUY ? 1 : -1;
  const { middleTicks: middle, spreadTicks: spread } = climate;
  // Plain limits overlap a little, so that a part of them trades; stops lie ahead of the market.
  const limitTicks = nearby(
    dice,
    stop ? middle + sign * (spread + 2) : middle - sign * (spread >> 1),
    spread,
  );
  return {
    limitTicks: limit ? limitTicks : 0,
    stopTicks: stop ? nearby(dice, middle + sign * 3, 4) : 0,
    protectionTicks: !limit && dice.percent(40) ? nearby(dice, middle + sign * 4, 8) : 0,
  };
}

function quantityOf(dice: Dice, { rules }: Climate): number {
  const { lotSize, maxOrderQuantity } = rules;
  if (dice.percent(3)) return Math.floor(maxOrderQuantity / lotSize) * lotSize;
  return lotSize * (dice.percent(90) ? dice.between(1, 20) : dice.between(1, 400));
}
