import { costsOf, scheduleOn, type Costs, type FeeSchedule } from '#domain/fees/fees.ts';
import type { Instrument } from '#domain/market/instrument.ts';
import { multiply } from '#domain/money/integer.ts';
import { reservedForBuy } from '#domain/orders/reservation/exposure.ts';
import { priceOrder, type TickerMarket } from '#domain/orders/reservation/price-order.ts';
import { validateTerms, type OrderRequest, type ValidTerms } from '#domain/orders/terms/validate-order.ts';
import { accept, type Outcome } from '#domain/refusal.ts';
import { graphqlError } from '#platform/graphql/errors.ts';
import type { OrderService } from './order-service.ts';
import { tickerMarkets } from './ticker-markets.ts';

/** An order as the client requests it, with defaults filled in. */
export interface OrderInput extends OrderRequest {
  readonly accountId: string;
  readonly clientOrderId: string;
  readonly ticker: string;
}

/** A valid order with its prices and costs, before the reservation. */
export interface PreparedOrder extends ValidTerms {
  /** Highest price of a share in a buy without a limit; null for any other order. */
  readonly protectionPriceCentavos: number | null;
  /** The expected price of a trade: see `priceOrder`. */
  readonly referenceCentavos: number;
  /** Gross amount and costs at the reference price. */
  readonly grossCentavos: number;
  readonly costs: Costs;
  /** The trade date, whose fee schedule applies. */
  readonly tradeDate: string;
  /** The amount to reserve: centavos for a buy, shares for a sell. */
  readonly needed: number;
}

/** Checks terms and prices of each order: the rules from UNKNOWN_TICKER to NO_OPPOSITE_PRICE. The outcomes have the order of the inputs. */
export async function prepareOrders(
  service: OrderService,
  inputs: readonly OrderInput[],
): Promise<readonly Outcome<PreparedOrder>[]> {
  if (inputs.length === 0) return [];
  const tickers = inputs.map((input) => input.ticker);
  const [instruments, markets] = await Promise.all([
    instrumentsOf(service, tickers),
    tickerMarkets(service, tickers),
  ]);
  return inputs.map((input, index) => {
    const market = markets.get(input.ticker);
    if (!market) throw new Error(`the market of ${input.ticker} was not read`);
    return prepareOrder(service.schedules, input, instruments[index] ?? null, market);
  });
}

/** Reads instruments from assets, in the order of the tickers; null for an unknown ticker. */
export async function instrumentsOf(
  service: OrderService,
  tickers: readonly string[],
): Promise<readonly (Instrument | null)[]> {
  const distinct = [...new Set(tickers)];
  const found = await service.assets.instruments({ tickers: distinct });
  const byTicker = new Map(distinct.map((ticker, index) => [ticker, found[index] ?? null]));
  return tickers.map((ticker) => byTicker.get(ticker) ?? null);
}

/** Checks one order and computes its prices and costs. Throws SERVICE_UNAVAILABLE when it needs a hot price and none is readable. */
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
  if (priced === 'PRICES_UNKNOWN')
    throw graphqlError(
      'SERVICE_UNAVAILABLE',
      'Prices are not available now. Send a limit order, or try again.',
    );
  if (!priced.ok) return priced;
  const { referenceCentavos, highestCentavos } = priced.value;
  const schedule = scheduleOn(schedules, market.today);
  const grossCentavos = multiply(referenceCentavos, input.quantity);
  const exposure = { priceCentavos: highestCentavos, leavesQuantity: input.quantity, filledCentavos: 0 };
  const isBuy = input.side === 'BUY';
  return accept({
    ...terms,
    protectionPriceCentavos: isBuy && terms.limitPriceCentavos === null ? highestCentavos : null,
    referenceCentavos,
    grossCentavos,
    costs: costsOf(schedule, grossCentavos),
    tradeDate: market.today,
    needed: isBuy ? reservedForBuy(schedule, exposure) : input.quantity,
  });
}
