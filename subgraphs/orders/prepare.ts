import { quoteCodec } from '#contracts/market-facts.ts';
import { CACHE_KEYS } from '#contracts/names.ts';
import { marketStateAt, type MarketState } from '#domain/calendar/session.ts';
import { costsOf, scheduleOn, type Costs } from '#domain/fees/fees.ts';
import type { Instrument } from '#domain/market/instrument.ts';
import { multiply } from '#domain/money/integer.ts';
import type { Side } from '#domain/orders/order.ts';
import { reservedForBuy } from '#domain/orders/reservation.ts';
import {
  checkWorth,
  noOppositePrice,
  validateTerms,
  type OrderRequest,
  type ValidTerms,
} from '#domain/orders/validate.ts';
import { accept, deny, type Outcome } from '#domain/refusal.ts';
import type { Desk } from './desk.ts';

/** An order as a client asks for it, defaults filled in. */
export interface OrderInput extends OrderRequest {
  readonly accountId: string;
  readonly clientOrderId: string;
  readonly ticker: string;
}

/** An order whose terms are in order, with what it would cost: only the money or the shares are not looked at yet. */
export interface PreparedOrder {
  readonly instrument: Instrument;
  readonly limitPriceCentavos: number | null;
  /** The limit, or of a market order the best price of the other side. */
  readonly referenceCentavos: number;
  readonly grossCentavos: number;
  readonly costs: Costs;
  /** The trade date of now, whose fees apply. */
  readonly tradeDate: string;
  /** What must be reserved: centavos for a buy, shares for a sell. */
  readonly needed: number;
}

/** The market as it is now. */
export const marketNow = (desk: Desk): MarketState =>
  marketStateAt(desk.calendar, desk.marketMode(), desk.marketClock.nowMs());

/** Checks terms and prices of orders, each for itself, in the order of the inputs: from UNKNOWN_TICKER to NO_OPPOSITE_PRICE. */
export async function prepareOrders(
  desk: Desk,
  inputs: readonly OrderInput[],
): Promise<readonly Outcome<PreparedOrder>[]> {
  if (inputs.length === 0) return [];
  const market = marketNow(desk);
  const instruments = await instrumentsOf(
    desk,
    inputs.map((input) => input.ticker),
  );
  const valid = inputs.map((input, index) =>
    validateTerms(input.ticker, input, instruments[index] ?? null, market.phase),
  );
  const quoted = inputs.filter((input, index) => valid[index]?.ok && input.type === 'MARKET');
  const prices = await oppositePrices(desk, quoted);
  return inputs.map((input, index) => {
    const terms = valid[index];
    if (!terms?.ok) return terms ?? unanswered();
    return priced(desk, input, terms.value, prices.get(priceKey(input)) ?? null, market.today);
  });
}

/** Instruments in the order of the tickers; null where there is none. */
export async function instrumentsOf(
  desk: Desk,
  tickers: readonly string[],
): Promise<readonly (Instrument | null)[]> {
  const distinct = [...new Set(tickers)];
  const found = await desk.assets.instruments({ tickers: distinct });
  const byTicker = new Map(distinct.map((ticker, index) => [ticker, found[index] ?? null]));
  return tickers.map((ticker) => byTicker.get(ticker) ?? null);
}

const unanswered = (): never => {
  throw new Error('an input was not validated');
};

const priceKey = (input: { readonly ticker: string; readonly side: Side }): string =>
  `${input.side} ${input.ticker}`;

/** Best prices of the other side from the hot prices, by `priceKey`; without an entry where there is none. */
async function oppositePrices(
  desk: Desk,
  inputs: readonly OrderInput[],
): Promise<ReadonlyMap<string, number>> {
  if (inputs.length === 0) return new Map();
  const values = await desk.cache.getMany(inputs.map((input) => CACHE_KEYS.hotPrice(input.ticker)));
  const prices = new Map<string, number>();
  inputs.forEach((input, index) => {
    const value = values[index];
    if (!value) return;
    const quote = quoteCodec.decode(value);
    const price = input.side === 'BUY' ? quote.ask : quote.bid;
    if (price !== null) prices.set(priceKey(input), price);
  });
  return prices;
}

function priced(
  desk: Desk,
  input: OrderInput,
  terms: ValidTerms,
  oppositeCentavos: number | null,
  tradeDate: string,
): Outcome<PreparedOrder> {
  const referenceCentavos = terms.limitPriceCentavos ?? oppositeCentavos;
  if (referenceCentavos === null) return deny(noOppositePrice(input.ticker, input.side));
  const tooMuch = checkWorth(referenceCentavos, input.quantity);
  if (tooMuch) return deny(tooMuch);
  const schedule = scheduleOn(desk.schedules, tradeDate);
  const grossCentavos = multiply(referenceCentavos, input.quantity);
  const exposure = {
    priceCentavos: referenceCentavos,
    leavesQuantity: input.quantity,
    filledCentavos: 0,
  };
  return accept({
    ...terms,
    referenceCentavos,
    grossCentavos,
    costs: costsOf(schedule, grossCentavos),
    tradeDate,
    needed: input.side === 'BUY' ? reservedForBuy(schedule, exposure) : input.quantity,
  });
}
