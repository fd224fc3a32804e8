import type { NewOrder, ReplaceOrder } from '#contracts/engine-commands.ts';
import { addDays } from '#domain/calendar/days.ts';
import { NO_TUNNELS } from '../core/book-rules.ts';
import { SELF_TRADE_PREVENTIONS, sideOf, timeInForceOf, typeOf } from '../core/codes.ts';
import { selfTradeOfKind, sideOfKind, timeInForceOfKind, typeOfKind } from '../core/order-pool.ts';
import type { Order } from '../exchange/order.ts';
import type { Listing } from '../exchange/state.ts';
import { dayNumber } from '../exchange/terms.ts';
import type { Dice } from './dice.ts';
import type { Climate } from './generator.ts';
import { changeOf, termsOf } from './order-generator.ts';

/** Values that members may write and books cannot hold. */
const TOO_MUCH = [2 ** 31 - 2, 2 ** 31 - 1, 2 ** 31, 2 ** 32, 2 ** 40, Number.MAX_SAFE_INTEGER];

const climateOf = ({ facts, book }: Listing): Climate => ({
  rules: {
    isActive: true,
    lotSize: facts.lotSize,
    maxOrderQuantity: facts.maxOrderQuantity,
    lowestTicks: 1,
    highestTicks: 1,
    tunnels: NO_TUNNELS,
  },
  middleTicks: book.lastTicks || book.previousCloseTicks || 1_000,
  openOrders: 0,
  brokenPercent: 1,
});

/** An optional field as members write it; what is not positive is left out, as the contract asks. */
function field(dice: Dice, value: number): number | null {
  if (value !== 0 && dice.percent(0.5)) return dice.oneOf(TOO_MUCH);
  return value > 0 ? value : null;
}

const quantityOf = (dice: Dice, value: number): number => field(dice, value) ?? 1;

/** The terms of a new order for a listing: mostly valid ones. */
export function newOrderOf(
  dice: Dice,
  listing: Listing,
  tradeDate: string,
): Omit<NewOrder, 'v' | 'type' | 'commandId' | 'member' | 'correlationId' | 'orderId' | 'accountId'> {
  const terms = termsOf(dice, climateOf(listing), listing.book.phase, dayNumber(tradeDate));
  const prevention = SELF_TRADE_PREVENTIONS[selfTradeOfKind(terms.kind)] ?? 'NONE';
  const isForADay = timeInForceOfKind(terms.kind) === 2;
  return {
    ticker: listing.facts.ticker,
    side: sideOf(sideOfKind(terms.kind)),
    orderType: typeOf(typeOfKind(terms.kind)),
    timeInForce: timeInForceOf(timeInForceOfKind(terms.kind)),
    quantity: quantityOf(dice, terms.quantity),
    limitPriceTicks: field(dice, terms.limitTicks),
    stopPriceTicks: field(dice, terms.stopTicks),
    protectionPriceTicks: field(dice, terms.protectionTicks),
    displayQuantity: field(dice, terms.displayQuantity),
    minimumQuantity: field(dice, terms.minimumQuantity),
    expiresOn: isForADay !== dice.percent(1) ? dayOf(dice, tradeDate) : null,
    ...(terms.investor > 0 ? { investorId: `i${terms.investor}` } : {}),
    ...(prevention === 'NONE' ? {} : { selfTradePrevention: prevention }),
  };
}

const dayOf = (dice: Dice, tradeDate: string): string =>
  dice.percent(2)
    ? dice.oneOf(['2026-02-30', '0000-01-01', '9999-12-31'])
    : addDays(tradeDate, dice.between(-1, 4));

/** What a change of an open order asks for. */
export function replaceOf(
  dice: Dice,
  listing: Listing,
  order: Order,
): Pick<
  ReplaceOrder,
  'quantity' | 'limitPriceTicks' | 'stopPriceTicks' | 'displayQuantity' | 'minimumQuantity'
> {
  const change = changeOf(dice, climateOf(listing), order.filledQuantity);
  return {
    quantity:
      dice.percent(5) && order.filledQuantity > 0 ? order.filledQuantity : quantityOf(dice, change.quantity),
    limitPriceTicks: field(dice, change.limitTicks),
    stopPriceTicks: field(dice, change.stopTicks),
    displayQuantity: field(dice, change.displayQuantity),
    minimumQuantity: field(dice, change.minimumQuantity),
  };
}
