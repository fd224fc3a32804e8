import type { Instrument } from '../market/instrument.ts';
import type { Phase } from '../market/phase.ts';
import { formatCentavos } from '../money/money.ts';
import { accept, deny, refuse, type Outcome, type Refusal } from '../refusal.ts';
import { checkCombination, checkPhase, shapeOf, type CombinedTerms } from './check-combination.ts';
import {
  checkLimitBeyondStop,
  checkPricesGiven,
  checkStopAhead,
  readPrices,
  type GivenPrices,
  type Prices,
} from './check-prices.ts';
import type { Side } from './order.ts';

/** What a client asks for, as it came: prices are decimals of the wire, nothing is known to be valid. */
export interface OrderRequest extends CombinedTerms, GivenPrices {
  readonly side: Side;
}

/** A request whose terms are in order. */
export interface ValidTerms extends Prices {
  readonly instrument: Instrument;
}

/** The market of an instrument at a moment, as far as the rules look at it. */
export interface MarketMoment {
  /** The instrument's own, which a halt or an auction sets apart from the market's. */
  readonly phase: Phase;
  /** The trade date. */
  readonly today: string;
  /** The last price of the session; null before its first trade. */
  readonly lastCentavos: number | null;
}

/** Null for 1 to 64 of A-Z a-z 0-9 _ . : -, else the refusal. */
export const checkClientId = (id: string, field: string): Refusal | null =>
  /^[A-Za-z0-9_.:-]{1,64}$/.test(id)
    ? null
    : refuse('INVALID_ID', {
        message: `${field} must be 1 to 64 of A-Z a-z 0-9 _ . : - Choose another one.`,
        field,
        limit: '1 to 64 of A-Z a-z 0-9 _ . : -',
        observed: id.length > 80 ? `${id.slice(0, 77)}...` : id,
      });

/**
 * Checks the terms of an order against its instrument, in the order of the catalogue from UNKNOWN_TICKER to STOP_PRICE,
 * and answers with the first rule that it breaks. The exchange checks the same when the order gets there.
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

/** What a stop is held against: the last price of the session, before its first trade the previous close. */
export const stopReference = (instrument: Instrument, { lastCentavos }: MarketMoment): number =>
  lastCentavos ?? instrument.previousCloseCentavos;

/** UNKNOWN_TICKER and ASSET_NOT_ACTIVE. */
export function checkInstrument(ticker: string, instrument: Instrument | null): Outcome<Instrument> {
  if (!instrument) {
    const observed = ticker.length > 40 ? `${ticker.slice(0, 37)}...` : ticker;
    const message = `No instrument has the ticker ${observed}. Look it up with \`assets\`.`;
    return deny(refuse('UNKNOWN_TICKER', { message, field: 'ticker', observed }));
  }
  if (instrument.status !== 'ACTIVE') {
    const message = `${ticker} is not traded now. Wait until its status is ACTIVE again.`;
    const details = { message, field: 'ticker', limit: 'ACTIVE', observed: instrument.status };
    return deny(refuse('ASSET_NOT_ACTIVE', details));
  }
  return accept(instrument);
}

/** QUANTITY_LIMIT and LOT_SIZE. */
export function checkQuantity(quantity: number, instrument: Instrument): Refusal | null {
  const observed = String(quantity);
  const { lotSize, maxOrderQuantity, ticker, twinTicker } = instrument;
  if (quantity <= 0 || quantity > maxOrderQuantity) {
    const message = `The quantity must be from 1 to ${maxOrderQuantity} shares of ${ticker}.`;
    const limit = `1 to ${maxOrderQuantity}`;
    return refuse('QUANTITY_LIMIT', { message, field: 'quantity', limit, observed });
  }
  if (quantity % lotSize === 0) return null;
  const elsewhere = twinTicker === null ? '' : ` Other quantities trade as ${twinTicker}.`;
  const message = `The quantity must be a multiple of ${lotSize} for ${ticker}.${elsewhere}`;
  return refuse('LOT_SIZE', { message, field: 'quantity', limit: String(lotSize), observed });
}

/** NO_OPPOSITE_PRICE: there is nobody on the other side for a market order to trade with. */
export const noOppositePrice = (ticker: string, side: Side): Refusal =>
  refuse('NO_OPPOSITE_PRICE', {
    message: `Nobody ${side === 'BUY' ? 'sells' : 'buys'} ${ticker} now. Send a limit order, or try again later.`,
    field: 'type',
    limit: side === 'BUY' ? 'an ask' : 'a bid',
    observed: 'none',
  });

/** INSUFFICIENT_CASH: what the order needs, costs included, is more than is available. */
export const insufficientCash = (neededCentavos: number, availableCentavos: number): Refusal => {
  const limit = formatCentavos(availableCentavos);
  const observed = formatCentavos(neededCentavos);
  const message = `The order needs ${observed} with its costs and ${limit} is available. Deposit, or buy less.`;
  return refuse('INSUFFICIENT_CASH', { message, field: 'quantity', limit, observed });
};

/** INSUFFICIENT_SHARES: fewer are available than the order sells. */
export const insufficientShares = (ticker: string, needed: number, available: number): Refusal =>
  refuse('INSUFFICIENT_SHARES', {
    message: `The order needs ${needed} shares of ${ticker} and ${available} are available. Sell fewer.`,
    field: 'quantity',
    limit: String(available),
    observed: String(needed),
  });
