import type { NewOrder, ReplaceOrder } from '#contracts/messages/engine-commands.ts';
import { addDays } from '#domain/calendar/days.ts';
import { NO_TUNNELS } from '#engine/core/book-rules.ts';
import { SELF_TRADE_PREVENTIONS, sideOf, TIF, timeInForceOf, typeOf } from '#engine/core/codes.ts';
import { selfTradeOfKind, sideOfKind, timeInForceOfKind, typeOfKind } from '#engine/core/order-pool.ts';
import type { Order } from '#engine/exchange/orders/order.ts';
import type { Listing } from '#engine/exchange/state.ts';
import { dayNumber } from '#engine/exchange/orders/terms.ts';
import type { Dice } from '../generate/dice.ts';
import type { MarketConditions } from '../generate/conditions.ts';
import { randomChange, randomTerms } from '../generate/order-terms.ts';

/** Values that the contract allows and books cannot hold. */
const TOO_MUCH = [2 ** 31 - 2, 2 ** 31 - 1, 2 ** 31, 2 ** 32, 2 ** 40, Number.MAX_SAFE_INTEGER];

/** Random orders and changes of members, mostly valid. */
export class MemberOrderGenerator {
  private readonly dice: Dice;
  private readonly brokenPercent: number;

  /** `brokenPercent` is the percentage of orders with arbitrary values in some fields. */
  constructor(dice: Dice, brokenPercent: number) {
    this.dice = dice;
    this.brokenPercent = brokenPercent;
  }

  /** The terms of a new order for a listing. */
  newOrder(
    listing: Listing,
    tradeDate: string,
  ): Omit<NewOrder, 'v' | 'type' | 'commandId' | 'member' | 'correlationId' | 'orderId' | 'accountId'> {
    const { dice } = this;
    const terms = randomTerms(dice, this.conditionsOf(listing), listing.book.phase, dayNumber(tradeDate));
    const prevention = SELF_TRADE_PREVENTIONS[selfTradeOfKind(terms.kind)] ?? 'NONE';
    const isGoodTillDate = timeInForceOfKind(terms.kind) === TIF.GTD;
    return {
      ticker: listing.facts.ticker,
      side: sideOf(sideOfKind(terms.kind)),
      orderType: typeOf(typeOfKind(terms.kind)),
      timeInForce: timeInForceOf(timeInForceOfKind(terms.kind)),
      quantity: this.field(terms.quantity) ?? 1,
      limitPriceTicks: this.field(terms.limitTicks),
      stopPriceTicks: this.field(terms.stopTicks),
      protectionPriceTicks: this.field(terms.protectionTicks),
      displayQuantity: this.field(terms.displayQuantity),
      minimumQuantity: this.field(terms.minimumQuantity),
      expiresOn: isGoodTillDate !== dice.percent(1) ? this.dayNear(tradeDate) : null,
      ...(terms.investor > 0 ? { investorId: `i${terms.investor}` } : {}),
      ...(prevention === 'NONE' ? {} : { selfTradePrevention: prevention }),
    };
  }

  /** The terms of a change of an open order. */
  replace(
    listing: Listing,
    order: Order,
  ): Pick<
    ReplaceOrder,
    'quantity' | 'limitPriceTicks' | 'stopPriceTicks' | 'displayQuantity' | 'minimumQuantity'
  > {
    const { dice } = this;
    const change = randomChange(dice, this.conditionsOf(listing), order.filledQuantity);
    const reachesFilled = dice.percent(5) && order.filledQuantity > 0;
    return {
      quantity: reachesFilled ? order.filledQuantity : (this.field(change.quantity) ?? 1),
      limitPriceTicks: this.field(change.limitTicks),
      stopPriceTicks: this.field(change.stopTicks),
      displayQuantity: this.field(change.displayQuantity),
      minimumQuantity: this.field(change.minimumQuantity),
    };
  }

  /** An optional field of a message; null for a value that is not positive, as the contract requires. */
  private field(value: number): number | null {
    if (value !== 0 && this.dice.percent(this.brokenPercent / 3)) return this.dice.oneOf(TOO_MUCH);
    return value > 0 ? value : null;
  }

  private dayNear(tradeDate: string): string {
    const { dice } = this;
    return dice.percent(2)
      ? dice.oneOf(['2026-02-30', '0000-01-01', '9999-12-31'])
      : addDays(tradeDate, dice.between(-1, 4));
  }

  private conditionsOf({ facts, book }: Listing): MarketConditions {
    return {
      rules: {
        isActive: true,
        lotSize: facts.lotSize,
        maxOrderQuantity: facts.maxOrderQuantity,
        lowestTicks: 1,
        highestTicks: 1,
        tunnels: NO_TUNNELS,
      },
      middleTicks: book.lastTicks || book.previousCloseTicks || 1_000,
      spreadTicks: 6,
      openOrders: 0,
      brokenPercent: this.brokenPercent,
    };
  }
}
