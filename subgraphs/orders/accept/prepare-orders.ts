import type { Cost } from '#domain/costs/cost.ts';
import { costRulesOn, type CostSchedule } from '#domain/costs/cost-schedule.ts';
import { NOTHING_FILLED, provisionalCostsOfFill, type CostRules } from '#domain/costs/provisional.ts';
import { delistedInstrument } from '#domain/market/history-asset.ts';
import type { Instrument } from '#domain/market/instrument.ts';
import { multiply } from '#domain/money/integer.ts';
import { highestDays, reservedForBuy } from '#domain/orders/reservation/exposure.ts';
import { priceOrder, type OrderPrices, type TickerMarket } from '#domain/orders/reservation/price-order.ts';
import { validateTerms, type OrderRequest, type ValidTerms } from '#domain/orders/terms/validate-order.ts';
import { accept, deny, type Outcome } from '#domain/refusal.ts';
import type { BatchService } from './batch-service.ts';
import { unknownCosts } from './refusals.ts';
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
  /** Gross amount and provisional costs at the reference price. */
  readonly grossCentavos: number;
  readonly costs: readonly Cost[];
  /** The trade date, whose cost table decides the reservation. */
  readonly tradeDate: string;
  /** The amount to reserve: centavos for a buy, shares for a sell. */
  readonly needed: number;
}

/** PRICES_UNKNOWN: the order needs a hot price, and none is readable now. */
export type Preparation = Outcome<PreparedOrder> | 'PRICES_UNKNOWN';

/** Checks terms and prices of each order: the rules from UNKNOWN_TICKER to UNKNOWN_COSTS. The outcomes have the order of the inputs. */
export async function prepareOrders(
  service: Pick<BatchService, MarketReaders | 'costs'>,
  inputs: readonly OrderInput[],
): Promise<readonly Preparation[]> {
  if (inputs.length === 0) return [];
  const tickers = inputs.map((input) => input.ticker);
  const [instruments, markets] = await Promise.all([
    instrumentsOf(service, tickers),
    tickerMarkets(service, tickers),
  ]);
  return inputs.map((input, index) => {
    const market = markets.get(input.ticker);
    if (!market) throw new Error(`the market of ${input.ticker} was not read`);
    return prepareOrder(service.costs, input, instruments[index] ?? null, market);
  });
}

/** The dependencies of reading instruments and markets. */
type MarketReaders = 'assets' | 'cache' | 'calendar' | 'marketMode' | 'marketClock' | 'log';

/**
 * Reads instruments from assets, in the order of the tickers; null for an unknown ticker. A security that has imported history
 * alone is delisted.
 */
export async function instrumentsOf(
  service: Pick<BatchService, 'assets'>,
  tickers: readonly string[],
): Promise<readonly (Instrument | null)[]> {
  const distinct = [...new Set(tickers)];
  const found = await service.assets.instruments({ tickers: distinct });
  const byTicker = new Map<string, Instrument | null>();
  distinct.forEach((ticker, index) => byTicker.set(ticker, found[index] ?? null));
  const missing = distinct.filter((ticker) => byTicker.get(ticker) === null);
  if (missing.length > 0) {
    const history = await service.assets.historyAssets({ tickers: missing });
    for (const asset of history) if (asset) byTicker.set(asset.ticker, delistedInstrument(asset));
  }
  return tickers.map((ticker) => byTicker.get(ticker) ?? null);
}

/** Checks one order and computes its prices and costs. */
export function prepareOrder(
  costs: CostSchedule,
  input: OrderInput,
  instrument: Instrument | null,
  market: TickerMarket,
): Preparation {
  const valid = validateTerms(input.ticker, input, instrument, market);
  if (!valid.ok) return valid;
  const terms = valid.value;
  const priced = priceOrder(input, terms, market);
  if (priced === 'PRICES_UNKNOWN' || !priced.ok) return priced;
  const { referenceCentavos, highestCentavos } = priced.value;
  const rules = costRulesOn(costs, market.today);
  if (!rules) return deny(unknownCosts(costs.tables, market.today));
  const grossCentavos = multiply(referenceCentavos, input.quantity);
  const isBuy = input.side === 'BUY';
  return accept({
    ...terms,
    protectionPriceCentavos: isBuy && terms.limitPriceCentavos === null ? highestCentavos : null,
    referenceCentavos,
    grossCentavos,
    tradeDate: market.today,
    // Computed when they are read: previews show them, and new orders do without.
    get costs() {
      return provisionalCostsOfFill(rules, NOTHING_FILLED, { grossCentavos, isAuction: false });
    },
    get needed() {
      return isBuy ? cashFor(rules, input, terms.instrument, priced.value, market.today) : input.quantity;
    },
  });
}

/** The cash that a buy reserves. */
function cashFor(
  rules: CostRules,
  { quantity, timeInForce, expiresOn }: OrderInput,
  { lotSize }: Instrument,
  { highestCentavos }: OrderPrices,
  costsDay: string,
): number {
  const order = { timeInForce, costsDay, expiresOn, tradedDays: 0, leavesQuantity: quantity, lotSize };
  return reservedForBuy(rules, {
    priceCentavos: highestCentavos,
    leavesQuantity: quantity,
    filledCentavos: 0,
    costsCentavos: 0,
    days: highestDays(order),
  });
}
