import { indexAssetOf, type AnyAssetStatus } from '../../market/index-asset.ts';
import type { Instrument } from '../../market/instrument.ts';
import type { Phase } from '../../market/phase.ts';
import { formatCentavos } from '../../money/money.ts';
import { accept, deny, refuse, type Outcome, type Refusal } from '../../refusal.ts';
import { checkCombination, checkPhase, shapeOf, type CombinedTerms } from './check-combination.ts';
import {
  checkLimitBeyondStop,
  checkPricesGiven,
  checkStopAhead,
  readPrices,
  type GivenPrices,
  type Prices,
} from './check-prices.ts';
import type { Side } from '../order.ts';

/** The terms of an order as the client sent them, not validated: prices are decimal strings. */
export interface OrderRequest extends CombinedTerms, GivenPrices {
  readonly side: Side;
}

/** The instrument and the prices of a valid request. */
export interface ValidTerms extends Prices {
  readonly instrument: Instrument;
}

/** The market of an instrument at one moment. */
export interface MarketMoment {
  /** The phase of the instrument: a halt or an auction may set it apart from the market's phase. */
  readonly phase: Phase;
  /** The trade date. */
  readonly today: string;
  /** The last price of the session; null before its first trade. */
  readonly lastCentavos: number | null;
}

/** INVALID_ID for a client-chosen id that is not 1 to 64 of A-Z a-z 0-9 _ . : - */
export const checkClientId = (id: string, field: string): Refusal | null =>
  /^[A-Za-z0-9_.:-]{1,64}$/.test(id)
    ? null
    : refuse('INVALID_ID', {
        message: `${field} must have 1 to 64 of the characters A-Z a-z 0-9 _ . : - Choose another one.`,
        field,
        limit: '1 to 64 of A-Z a-z 0-9 _ . : -',
        observed: id.length > 80 ? `${id.slice(0, 77)}...` : id,
      });

/**
 * Checks the terms of an order against its instrument, in the order of the catalogue from UNKNOWN_TICKER to STOP_PRICE,
 * and refuses with the first rule that the terms break. The exchange repeats these checks when the order arrives.
 *
 * @param instrument null when no instrument has the ticker
 */
export function validateTerms(
  ticker: string,
  request: OrderRequest,
  instrument: Instrument | null,
  market: MarketMoment,
): Outcome<ValidTerms> {
  const active = checkInstrument(ticker, instrument);
  if (!active.ok) return active;
  const refusal =
    checkPhase(ticker, shapeOf(request), market.phase) ??
    checkCombination(request, active.value.lotSize, market.today) ??
    checkQuantity(request.quantity, active.value) ??
    checkPricesGiven(request.type, request);
  if (refusal) return deny(refusal);
  const prices = readPrices(request, request.quantity, active.value);
  if (!prices.ok) return prices;
  const stopRefusal =
    checkLimitBeyondStop(request.side, prices.value) ??
    checkStopAhead(request.side, prices.value.stopPriceCentavos, stopReference(active.value, market));
  return stopRefusal ? deny(stopRefusal) : accept({ instrument: active.value, ...prices.value });
}

/** The price that a stop is compared with: the last price of the session, or the previous close before its first trade. */
export const stopReference = (instrument: Instrument, { lastCentavos }: MarketMoment): number =>
  lastCentavos ?? instrument.previousCloseCentavos;

/** UNKNOWN_TICKER. */
export function unknownTicker(ticker: string): Refusal {
  const observed = ticker.length > 40 ? `${ticker.slice(0, 37)}...` : ticker;
  const message = `No instrument has the ticker ${observed}. The query \`assets\` lists all tickers.`;
  return refuse('UNKNOWN_TICKER', { message, field: 'ticker', observed });
}

/** UNKNOWN_TICKER and ASSET_NOT_ACTIVE. */
export function checkInstrument(ticker: string, instrument: Instrument | null): Outcome<Instrument> {
  const index = indexAssetOf(ticker);
  if (index) return deny(notActive(ticker, index.status));
  if (!instrument) return deny(unknownTicker(ticker));
  return instrument.status === 'ACTIVE' ? accept(instrument) : deny(notActive(ticker, instrument.status));
}

/** ASSET_NOT_ACTIVE: what a client can do depends on the status. */
function notActive(ticker: string, status: Exclude<AnyAssetStatus, 'ACTIVE'>): Refusal {
  const messages = {
    DELISTED: `${ticker} is delisted: it is not traded here, and no order may name it.`,
    SUSPENDED: `${ticker} does not trade now. Wait until its status is ACTIVE again.`,
    NOT_TRADABLE: `${ticker} is an index: it has a quote and cannot be traded. A fund that follows it may be.`,
  };
  return refuse('ASSET_NOT_ACTIVE', {
    message: messages[status],
    field: 'ticker',
    limit: 'ACTIVE',
    observed: status,
  });
}

/** QUANTITY_LIMIT and LOT_SIZE. */
export function checkQuantity(quantity: number, instrument: Instrument): Refusal | null {
  const observed = String(quantity);
  const { lotSize, maxOrderQuantity, ticker, twinTicker } = instrument;
  if (quantity <= 0 || quantity > maxOrderQuantity) {
    const message = `The quantity must be from ${lotSize} to ${maxOrderQuantity} shares of ${ticker}.`;
    const limit = `${lotSize} to ${maxOrderQuantity}`;
    return refuse('QUANTITY_LIMIT', { message, field: 'quantity', limit, observed });
  }
  if (quantity % lotSize === 0) return null;
  const elsewhere = twinTicker === null ? '' : ` Other quantities trade as ${twinTicker}.`;
  const message = `The quantity must be a multiple of ${lotSize} for ${ticker}.${elsewhere}`;
  return refuse('LOT_SIZE', { message, field: 'quantity', limit: String(lotSize), observed });
}

/** NO_OPPOSITE_PRICE: the opposite side of the book is empty, so a market order cannot trade. */
export const noOppositePrice = (ticker: string, side: Side): Refusal =>
  refuse('NO_OPPOSITE_PRICE', {
    message: `The book of ${ticker} has no ${side === 'BUY' ? 'ask' : 'bid'} now. Send a limit order, or try again later.`,
    field: 'type',
    limit: side === 'BUY' ? 'an ask' : 'a bid',
    observed: 'none',
  });

/** INSUFFICIENT_CASH: the order needs more cash, costs included, than is available. */
export const insufficientCash = (neededCentavos: number, availableCentavos: number): Refusal => {
  const limit = formatCentavos(availableCentavos);
  const observed = formatCentavos(neededCentavos);
  const message = `The order needs ${observed}, costs included, and ${limit} is available. Deposit cash, or buy less.`;
  return refuse('INSUFFICIENT_CASH', { message, field: 'quantity', limit, observed });
};

/** INSUFFICIENT_SHARES: the order sells more shares than are available. */
export const insufficientShares = (ticker: string, needed: number, available: number): Refusal =>
  refuse('INSUFFICIENT_SHARES', {
    message: `The order needs ${needed} shares of ${ticker} and ${available} are available. Sell fewer.`,
    field: 'quantity',
    limit: String(available),
    observed: String(needed),
  });
