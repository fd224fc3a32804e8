import type { Instrument } from '../market/instrument.ts';
import type { Phase } from '../market/phase.ts';
import { decimalToInteger, parseDecimal } from '../money/decimal.ts';
import { formatCentavos } from '../money/money.ts';
import { accept, deny, refuse, type Outcome, type Refusal } from '../refusal.ts';
import type { OrderType, Side, TimeInForce } from './order.ts';

/** What a client asks for, as it came: prices are decimals of the wire, nothing is known to be valid. */
export interface OrderRequest {
  readonly side: Side;
  readonly type: OrderType;
  readonly timeInForce: TimeInForce;
  readonly quantity: number;
  readonly limitPrice: string | null;
  readonly stopPrice: string | null;
  readonly displayQuantity: number | null;
  readonly minimumQuantity: number | null;
  readonly expiresOn: string | null;
}

/** A request whose terms are in order. */
export interface ValidTerms {
  readonly instrument: Instrument;
  /** Null for a market order. */
  readonly limitPriceCentavos: number | null;
}

/** The most that one order may be worth: far above any market, far below what integers of money can hold. */
const MAX_WORTH_CENTAVOS = 1_000_000_000_000_000n;

/** Digits after the point of a price that may be on a tick. */
const PRICE_PLACES = 2;

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
 * Checks the terms of an order against its instrument, in the order of the catalogue from UNKNOWN_TICKER to PRICE_BAND,
 * and answers with the first rule that it breaks.
 *
 * @param instrument null when no instrument has the ticker
 */
export function validateTerms(
  ticker: string,
  request: OrderRequest,
  instrument: Instrument | null,
  phase: Phase,
): Outcome<ValidTerms> {
  const market = checkMarket(ticker, instrument, phase);
  if (!market.ok) return market;
  const refusal =
    checkCombination(request) ??
    checkQuantity(request.quantity, market.value) ??
    checkPricesGiven(request.type, request.limitPrice, request.stopPrice);
  if (refusal) return deny(refusal);
  if (request.limitPrice === null) return accept({ instrument: market.value, limitPriceCentavos: null });
  const price = readPrice(request.limitPrice, request.quantity, market.value);
  return price.ok ? accept({ instrument: market.value, limitPriceCentavos: price.value }) : price;
}

/** UNKNOWN_TICKER, ASSET_NOT_ACTIVE and PHASE. */
export function checkMarket(
  ticker: string,
  instrument: Instrument | null,
  phase: Phase,
): Outcome<Instrument> {
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
  if (phase !== 'CONTINUOUS') {
    const message = `The market takes no orders in the phase ${phase}. \`marketStatus\` tells when it opens.`;
    return deny(refuse('PHASE', { message, field: 'ticker', limit: 'CONTINUOUS', observed: phase }));
  }
  return accept(instrument);
}

function checkCombination(request: OrderRequest): Refusal | null {
  if (request.type !== 'LIMIT' && request.type !== 'MARKET') {
    return notYet('type', request.type, 'LIMIT, MARKET');
  }
  if (!['DAY', 'IOC', 'FOK'].includes(request.timeInForce)) {
    return notYet('timeInForce', request.timeInForce, 'DAY, IOC, FOK');
  }
  const quantities = checkQuantitiesNotYetSupported(request);
  if (quantities) return quantities;
  if (request.expiresOn === null) return null;
  const message = `An order with the time in force ${request.timeInForce} has no expiresOn. Leave it out.`;
  const details = { message, field: 'expiresOn', limit: 'null', observed: request.expiresOn };
  return refuse('INVALID_COMBINATION', details);
}

/** Refuses displayed and minimum quantities, which the exchange does not know yet. */
export function checkQuantitiesNotYetSupported(request: {
  readonly displayQuantity: number | null;
  readonly minimumQuantity: number | null;
}): Refusal | null {
  if (request.displayQuantity !== null)
    return notYet('displayQuantity', String(request.displayQuantity), 'null');
  if (request.minimumQuantity !== null)
    return notYet('minimumQuantity', String(request.minimumQuantity), 'null');
  return null;
}

const notYet = (field: string, observed: string, limit: string): Refusal =>
  refuse('NOT_YET_SUPPORTED', {
    message: `The exchange does not take ${field} ${observed} yet. It takes: ${limit}.`,
    field,
    limit,
    observed,
  });

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

function checkPricesGiven(
  type: OrderType,
  limitPrice: string | null,
  stopPrice: string | null,
): Refusal | null {
  if (type === 'LIMIT' && limitPrice === null) {
    return refuse('PRICE_REQUIRED', { message: 'A limit order needs limitPrice.', field: 'limitPrice' });
  }
  if (type === 'MARKET' && limitPrice !== null) return priceNotAllowed(type, 'limitPrice', limitPrice);
  return stopPrice === null ? null : priceNotAllowed(type, 'stopPrice', stopPrice);
}

/** PRICE_NOT_ALLOWED, for a price that this type of order does not have. */
export const priceNotAllowed = (type: OrderType, field: string, observed: string): Refusal =>
  refuse('PRICE_NOT_ALLOWED', {
    message: `An order of the type ${type} takes no ${field}. Leave it out.`,
    field,
    limit: 'null',
    observed,
  });

/**
 * Reads a limit price: TICK_SIZE (written with more places than prices have, or no positive multiple of the tick), then
 * PRICE_BAND (outside the band of today, or worth more in all than one order may be).
 */
export function readPrice(text: string, quantity: number, instrument: Instrument): Outcome<number> {
  const { tickCentavos, priceBand } = instrument;
  const field = 'limitPrice';
  const centavos = centavosOfPrice(text);
  if (centavos === null || centavos <= 0 || centavos % tickCentavos !== 0) {
    const limit = formatCentavos(tickCentavos);
    const message = `The price must be a positive multiple of ${limit}, written with two places at most.`;
    return deny(refuse('TICK_SIZE', { message, field, limit, observed: text }));
  }
  if (priceBand && (centavos < priceBand.lowCentavos || centavos > priceBand.highCentavos)) {
    const limit = `${formatCentavos(priceBand.lowCentavos)} to ${formatCentavos(priceBand.highCentavos)}`;
    const message = `The price must be in today's band, ${limit}.`;
    return deny(refuse('PRICE_BAND', { message, field, limit, observed: text }));
  }
  const worth = checkWorth(centavos, quantity);
  if (worth) return deny(worth);
  return accept(centavos);
}

/** PRICE_BAND for what is worth more in all than one order may be: money must stay within the safe integers. */
export function checkWorth(priceCentavos: number, quantity: number): Refusal | null {
  if (BigInt(priceCentavos) * BigInt(quantity) <= MAX_WORTH_CENTAVOS) return null;
  const limit = formatCentavos(Number(MAX_WORTH_CENTAVOS / BigInt(quantity)));
  const message = `At most ${limit} a share can be booked for this quantity.`;
  const observed = formatCentavos(priceCentavos);
  return refuse('PRICE_BAND', { message, field: 'limitPrice', limit, observed });
}

function centavosOfPrice(text: string): number | null {
  const decimal = parseDecimal(text);
  return decimal && decimal.places <= PRICE_PLACES ? decimalToInteger(decimal, PRICE_PLACES) : null;
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
