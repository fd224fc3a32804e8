import { COMBINATIONS, PRICES_OF_TYPE } from '#domain/orders/terms/combinations.ts';
import { ORDER_TYPES, TIMES_IN_FORCE, type OrderType, type TimeInForce } from '#domain/orders/order.ts';
import { BUY, isCall, STP, TIF, TYPE } from '#engine/core/codes.ts';
import { kindOf } from '#engine/core/order-pool.ts';
import { REMOVED, type OrderChange, type OrderTerms } from '#engine/core/order-terms.ts';
import type { Dice } from './dice.ts';
import { nearby, type MarketConditions } from './conditions.ts';

/** Integers at or beyond the bounds of fields. */
const BOUNDARY_VALUES = [
  0, 1, -1, 2, 99, 100, 101, 0x7ffffffd, 0x7ffffffe, 0x7fffffff, -0x7fffffff, -0x80000000, 0x40000000,
];

/** Random terms of a new order, mostly valid. */
export function randomTerms(
  dice: Dice,
  conditions: MarketConditions,
  phase: number,
  tradeDay: number,
): OrderTerms {
  const terms = validTerms(dice, conditions, phase, tradeDay);
  return dice.percent(conditions.brokenPercent) ? broken(dice, terms) : terms;
}

/** A random change of an open order, of one to five terms. */
export function randomChange(dice: Dice, conditions: MarketConditions, filled: number): OrderChange {
  const price = (): number => nearby(dice, conditions.middleTicks, 12);
  const change = {
    quantity: (dice.percent(90) ? filled : 0) + quantityOf(dice, conditions),
    limitTicks: dice.percent(50) ? price() : 0,
    stopTicks: dice.percent(15) ? price() : 0,
    displayQuantity: dice.percent(15) ? (dice.percent(20) ? REMOVED : quantityOf(dice, conditions)) : 0,
    minimumQuantity: dice.percent(5)
      ? REMOVED
      : dice.percent(10)
        ? conditions.rules.lotSize * dice.between(1, 10)
        : 0,
  };
  return dice.percent(conditions.brokenPercent) ? broken(dice, change) : change;
}

/** Replaces one to three fields by arbitrary integers. `kind` stays valid, since callers compose it from codes. */
function broken<T extends object>(dice: Dice, terms: T): T {
  const fields = Object.keys(terms).filter((field) => field !== 'kind');
  const wrong = Array.from(
    { length: dice.between(1, 3) },
    () => [dice.oneOf(fields), anyInteger(dice)] as const,
  );
  return { ...terms, ...Object.fromEntries(wrong) };
}

const anyInteger = (dice: Dice): number =>
  dice.percent(70) ? dice.oneOf(BOUNDARY_VALUES) : Math.floor((dice.next() - 0.5) * 0x1_0000_0000);

function validTerms(dice: Dice, conditions: MarketConditions, phase: number, tradeDay: number): OrderTerms {
  const { type, timeInForce } = typeAndTime(dice, phase);
  const combination = COMBINATIONS[type][timeInForce];
  const side = dice.below(2);
  const quantity = quantityOf(dice, conditions);
  const part = (percent: number): number =>
    dice.percent(percent) ? Math.min(quantity, conditions.rules.lotSize * dice.between(1, 5)) : 0;
  const displayQuantity = combination?.display === true ? part(15) : 0;
  const prevention = dice.percent(25) ? dice.below(4) : STP.NONE;
  return {
    kind: kindOf(side, TYPE[type], TIF[timeInForce], prevention),
    quantity,
    ...pricesOf(dice, conditions, type, side),
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
  conditions: MarketConditions,
  type: OrderType,
  side: number,
): Pick<OrderTerms, 'limitTicks' | 'stopTicks' | 'protectionTicks'> {
  const { limit, stop } = PRICES_OF_TYPE[type];
  const sign = side === BUY ? 1 : -1;
  const { middleTicks: middle, spreadTicks: spread } = conditions;
  // Plain limits overlap a little, so that some of them trade; stops lie beyond the market.
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

function quantityOf(dice: Dice, { rules }: MarketConditions): number {
  const { lotSize, maxOrderQuantity } = rules;
  if (dice.percent(3)) return Math.floor(maxOrderQuantity / lotSize) * lotSize;
  return lotSize * (dice.percent(90) ? dice.between(1, 20) : dice.between(1, 400));
}
