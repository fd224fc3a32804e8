import { costsOf, scheduleOn, type Costs, type FeeSchedule } from '#domain/fees/fees.ts';
import type { Instrument } from '#domain/market/instrument.ts';
import { multiply } from '#domain/money/integer.ts';
import { reservedForBuy } from '#domain/orders/reservation.ts';
import { validateTerms, type OrderRequest, type ValidTerms } from '#domain/orders/validate.ts';
import { accept, type Outcome } from '#domain/refusal.ts';
import type { Desk } from './desk.ts';
import { priceOrder } from './price.ts';
import { tickerMarkets, type TickerMarket } from './ticker-markets.ts';

/** An order as a client asks for it, defaults filled in. */
export interface OrderInput extends OrderRequest {
  readonly accountId: string;
  readonly clientOrderId: string;
  readonly ticker: string;
}

/** An order whose terms are in order, with what it would cost: only the money or the shares are not looked at yet. */
export interface PreparedOrder extends ValidTerms {
  /** Of a buy without a limit: the most that a share may cost. */
  readonly protectionPriceCentavos: number | null;
  /** What it may be expected to trade at: see `priceOrder`. */
  readonly referenceCentavos: number;
  /** At the reference. */
  readonly grossCentavos: number;
  readonly costs: Costs;
  /** The trade date of now, whose fees apply. */
  readonly tradeDate: string;
  /** What must be reserved: centavos for a buy, shares for a sell. */
  readonly needed: number;
}

/** Checks terms and prices of orders, each for itself, in the order of the inputs: from UNKNOWN_TICKER to NO_OPPOSITE_PRICE. */
export async function prepareOrders(
  desk: Desk,
  inputs: readonly OrderInput[],
): Promise<readonly Outcome<PreparedOrder>[]> {
  if (inputs.length === 0) return [];
  const tickers = inputs.map((input) => input.ticker);
  const [instruments, markets] = await Promise.all([
    instrumentsOf(desk, tickers),
    tickerMarkets(desk, tickers),
  ]);
  return inputs.map((input, index) => {
    const market = markets.get(input.ticker);
    if (!market) throw new Error(`the market of ${input.ticker} was not looked up`);
    return prepareOrder(desk.schedules, input, instruments[index] ?? null, market);
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

/** Checks and prices one order against what is known of its instrument. */
export function prepareOrder(
  schedules: readonly FeeSchedule[],
  input: OrderInput,
  instrument: Instrument | null,
  market: TickerMarket,
): Outcome<PreparedOrder> {
  const valid = validateTerms(input.ticker, input, instrument, market);
  if (!valid.ok) return valid;
  const terms = valid.value;
  const priced = priceOrder(input, terms, market);
  if (!priced.ok) return priced;
  const { referenceCentavos, mostCentavos } = priced.value;
  const schedule = scheduleOn(schedules, market.today);
  const grossCentavos = multiply(referenceCentavos, input.quantity);
  const exposure = { priceCentavos: mostCentavos, leavesQuantity: input.quantity, filledCentavos: 0 };
  const isBuy = input.side === 'BUY';
  return accept({
    ...terms,
    protectionPriceCentavos: isBuy && terms.limitPriceCentavos === null ? mostCentavos : null,
    referenceCentavos,
    grossCentavos,
    costs: costsOf(schedule, grossCentavos),
    tradeDate: market.today,
    needed: isBuy ? reservedForBuy(schedule, exposure) : input.quantity,
  });
}
