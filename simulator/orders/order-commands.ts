import type { EngineCommand, MassCancel } from '#contracts/messages/engine-commands.ts';
import { MEMBERS } from '#contracts/names.ts';
import type { Side, TimeInForce } from '#domain/orders/order.ts';

/** The accounts in whose names participants act: none ever trades with itself, in an auction either. */
export const ACCOUNTS = {
  makers: 'SIMULATOR-MAKERS',
  takers: 'SIMULATOR-TAKERS',
  /** Those who buy and those who sell in calls. */
  callBuyers: 'SIMULATOR-CALL-BUYERS',
  callSellers: 'SIMULATOR-CALL-SELLERS',
} as const;

/** An order that takes part in a call. */
export interface CallTerms {
  readonly timeInForce: 'DAY' | 'AUCTION' | 'AT_CLOSE';
  /** Null for one at any price, which only an order for the call may be. */
  readonly priceTicks: number | null;
  readonly quantity: number;
}

/** Writes the simulator's commands. Their ids are the run's and a number, so no run repeats those of another. */
export interface OrderCommands {
  /** A quote: a limit order of the makers, good for the day. `commandId` is the order's id too. */
  quote(ticker: string, side: Side, priceTicks: number, quantity: number): EngineCommand;
  /** A limit order of the takers that trades at once or not at all. `commandId` is the order's id too. */
  take(ticker: string, side: Side, priceTicks: number, quantity: number): EngineCommand;
  /** An order of those who take part in calls. */
  call(ticker: string, side: Side, terms: CallTerms): EngineCommand;
  /** Moves a quote, or fills it up: `quantity` is the new total, what has filled included. */
  move(ticker: string, orderId: string, priceTicks: number, quantity: number): EngineCommand;
  cancel(ticker: string, orderId: string): EngineCommand;
  /** Takes back all quotes of a ticker, or of all. */
  cancelAll(ticker: string | null): MassCancel;
}

/** @param run makes the ids of this run differ from those of all others */
export function createOrderCommands(run: string): OrderCommands {
  let count = 0;
  const common = () => {
    const commandId = `${run}-${(count++).toString(36)}`;
    return { v: 1, commandId, correlationId: commandId, member: MEMBERS.simulator } as const;
  };
  const unused = {
    stopPriceTicks: null,
    displayQuantity: null,
    minimumQuantity: null,
  };
  const newOrder = (
    accountId: string,
    timeInForce: TimeInForce,
    ticker: string,
    side: Side,
    limitPriceTicks: number | null,
    quantity: number,
  ): EngineCommand => {
    const ids = common();
    return {
      ...ids,
      ...unused,
      type: 'NEW_ORDER',
      orderId: ids.commandId,
      accountId,
      ticker,
      side,
      orderType: limitPriceTicks === null ? 'MARKET' : 'LIMIT',
      timeInForce,
      quantity,
      limitPriceTicks,
      protectionPriceTicks: null,
      expiresOn: null,
    };
  };
  const request = () => {
    const ids = common();
    return { ...ids, requestId: ids.commandId };
  };
  return {
    quote: (ticker, side, priceTicks, quantity) =>
      newOrder(ACCOUNTS.makers, 'DAY', ticker, side, priceTicks, quantity),
    take: (ticker, side, priceTicks, quantity) =>
      newOrder(ACCOUNTS.takers, 'IOC', ticker, side, priceTicks, quantity),
    call: (ticker, side, { timeInForce, priceTicks, quantity }) => {
      const account = side === 'BUY' ? ACCOUNTS.callBuyers : ACCOUNTS.callSellers;
      return newOrder(account, timeInForce, ticker, side, priceTicks, quantity);
    },
    move: (ticker, orderId, limitPriceTicks, quantity) => ({
      ...request(),
      ...unused,
      type: 'REPLACE_ORDER',
      ticker,
      orderId,
      limitPriceTicks,
      quantity,
    }),
    cancel: (ticker, orderId) => ({ ...request(), type: 'CANCEL_ORDER', ticker, orderId }),
    cancelAll: (ticker) => ({ ...request(), type: 'MASS_CANCEL', ticker, accountId: null, side: null }),
  };
}
