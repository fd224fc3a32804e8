import type { EngineCommand, MassCancel } from '#contracts/messages/engine-commands.ts';
import { MEMBERS } from '#contracts/names.ts';
import type { Side, TimeInForce } from '#domain/orders/order.ts';

/** Accounts of the participants. No account trades with itself, not even in an auction. */
export const ACCOUNTS = {
  makers: 'SIMULATOR-MAKERS',
  takers: 'SIMULATOR-TAKERS',
  /** Buyers and sellers in calls. */
  callBuyers: 'SIMULATOR-CALL-BUYERS',
  callSellers: 'SIMULATOR-CALL-SELLERS',
} as const;

/** Terms of an order in a call. */
export interface CallTerms {
  readonly timeInForce: 'DAY' | 'AUCTION' | 'AT_CLOSE';
  /** Null for a market order, which only AUCTION and AT_CLOSE allow. */
  readonly priceTicks: number | null;
  readonly quantity: number;
}

/** Creates the simulator's commands. An id is the run's id and a counter, so ids are unique across runs. */
export interface OrderCommands {
  /** A quote: a limit order of the makers, good for the day. `commandId` is also the order id. */
  quote(ticker: string, side: Side, priceTicks: number, quantity: number): EngineCommand;
  /** An IOC limit order of the takers. `commandId` is also the order id. */
  take(ticker: string, side: Side, priceTicks: number, quantity: number): EngineCommand;
  /** An order of the call buyers or sellers. */
  call(ticker: string, side: Side, terms: CallTerms): EngineCommand;
  /** Moves or refills a quote: `quantity` is the new total, filled quantity included. */
  move(ticker: string, orderId: string, priceTicks: number, quantity: number): EngineCommand;
  cancel(ticker: string, orderId: string): EngineCommand;
  /** Cancels all orders of a ticker, or (null) of all tickers. */
  cancelAll(ticker: string | null): MassCancel;
}

/** Optional terms that the simulator's orders do not have. */
const UNUSED = { stopPriceTicks: null, displayQuantity: null, minimumQuantity: null };

/** @param run prefix of this run's ids, unique across runs */
export function createOrderCommands(run: string): OrderCommands {
  let count = 0;
  const common = () => {
    const commandId = `${run}-${(count++).toString(36)}`;
    return { v: 1, commandId, correlationId: commandId, member: MEMBERS.simulator } as const;
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
      ...UNUSED,
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
      ...UNUSED,
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
