import type { EngineCommand, MassCancel, NewOrder } from '#contracts/messages/engine-commands.ts';
import { MEMBERS } from '#contracts/names.ts';
import type { Side } from '#domain/orders/order.ts';

/** Accounts of the participants. No account trades with itself, not even in an auction. */
export const ACCOUNTS = {
  makers: ['SIMULATOR-MAKER-1', 'SIMULATOR-MAKER-2', 'SIMULATOR-MAKER-3', 'SIMULATOR-MAKER-4'],
  /** Investors with icebergs. */
  investors: 'SIMULATOR-INVESTORS',
  takers: 'SIMULATOR-TAKERS',
  /** Investors of a recorded day, buyers and sellers. */
  recordedBuyers: 'SIMULATOR-RECORDED-BUYERS',
  recordedSellers: 'SIMULATOR-RECORDED-SELLERS',
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

/** Price and quantity of a resting order. */
export interface RestingTerms {
  readonly priceTicks: number;
  readonly quantity: number;
}

/** Terms of an order of a recorded day; a price of null for a market order. */
export interface RecordedTerms {
  readonly priceTicks: number | null;
  readonly quantity: number;
}

/** Creates the simulator's commands. An id is the run's id and a counter, so ids are unique across runs. */
export interface OrderCommands {
  /** A quote: a limit order of a maker (index into the makers' accounts), good for the day. `commandId` is also the order id. */
  quote(maker: number, ticker: string, side: Side, terms: RestingTerms): EngineCommand;
  /** An investor's limit order that shows a part of its quantity, good for the day. `commandId` is also the order id. */
  iceberg(ticker: string, side: Side, terms: RestingTerms & { readonly displayed: number }): EngineCommand;
  /** An IOC limit order of the takers. `commandId` is also the order id. */
  take(ticker: string, side: Side, priceTicks: number, quantity: number): EngineCommand;
  /** An order of a recorded day, good for the day; a market order without a price. `commandId` is also the order id. */
  recorded(ticker: string, side: Side, terms: RecordedTerms): EngineCommand;
  /** An order of the call buyers or sellers. */
  call(ticker: string, side: Side, terms: CallTerms): EngineCommand;
  /** Moves or refills a quote: `quantity` is the new total, filled quantity included. */
  move(ticker: string, orderId: string, priceTicks: number, quantity: number): EngineCommand;
  cancel(ticker: string, orderId: string): EngineCommand;
  /** Cancels all orders of a ticker, or (null) of all tickers. */
  cancelAll(ticker: string | null): MassCancel;
}

function makerAccount(maker: number): string {
  const account = ACCOUNTS.makers[maker];
  if (account === undefined) throw new RangeError(`there is no account for maker ${maker}`);
  return account;
}

/** Optional terms that the simulator's orders do not have. */
const UNUSED = { stopPriceTicks: null, displayQuantity: null, minimumQuantity: null };

type NewOrderTerms = Pick<
  NewOrder,
  'accountId' | 'timeInForce' | 'ticker' | 'side' | 'limitPriceTicks' | 'quantity'
>;
const typeOf = ({ limitPriceTicks }: NewOrderTerms) =>
  ({
    orderType: limitPriceTicks === null ? 'MARKET' : 'LIMIT',
    protectionPriceTicks: null,
    expiresOn: null,
  }) as const;

/** @param run prefix of this run's ids, unique across runs */
export function createOrderCommands(run: string): OrderCommands {
  let count = 0;
  const common = () => {
    const commandId = `${run}-${(count++).toString(36)}`;
    return { v: 1, commandId, correlationId: commandId, member: MEMBERS.simulator } as const;
  };
  const newOrder = (terms: NewOrderTerms): NewOrder => {
    const ids = common();
    return { ...ids, ...UNUSED, ...terms, ...typeOf(terms), type: 'NEW_ORDER', orderId: ids.commandId };
  };
  const request = () => {
    const ids = common();
    return { ...ids, requestId: ids.commandId };
  };
  return {
    quote: (maker, ticker, side, { priceTicks, quantity }) =>
      newOrder({
        ...{ accountId: makerAccount(maker), timeInForce: 'DAY', ticker, side },
        ...{ limitPriceTicks: priceTicks, quantity },
      }),
    iceberg: (ticker, side, { priceTicks, quantity, displayed }) => {
      const order = { accountId: ACCOUNTS.investors, timeInForce: 'DAY', ticker, side, quantity } as const;
      return { ...newOrder({ ...order, limitPriceTicks: priceTicks }), displayQuantity: displayed };
    },
    take: (ticker, side, limitPriceTicks, quantity) =>
      newOrder({ accountId: ACCOUNTS.takers, timeInForce: 'IOC', ticker, side, limitPriceTicks, quantity }),
    recorded: (ticker, side, { priceTicks: limitPriceTicks, quantity }) => {
      const accountId = side === 'BUY' ? ACCOUNTS.recordedBuyers : ACCOUNTS.recordedSellers;
      return newOrder({ accountId, timeInForce: 'DAY', ticker, side, limitPriceTicks, quantity });
    },
    call: (ticker, side, { timeInForce, priceTicks: limitPriceTicks, quantity }) => {
      const accountId = side === 'BUY' ? ACCOUNTS.callBuyers : ACCOUNTS.callSellers;
      return newOrder({ accountId, timeInForce, ticker, side, limitPriceTicks, quantity });
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
