import type { Instrument } from '../market/instrument.ts';
import { decimalToInteger, parseDecimal } from '../money/decimal.ts';
import { formatCentavos } from '../money/money.ts';
import { accept, deny, refuse, type Outcome, type Refusal } from '../refusal.ts';
import { PRICES_OF_TYPE } from './combinations.ts';
import type { OrderType, Side } from './order.ts';

/** The prices of a request, decimals of the wire; null for what is not given. */
export interface GivenPrices {
  readonly limitPrice: string | null;
  readonly stopPrice: string | null;
}

/** The same in centavos. */
export interface Prices {
  readonly limitPriceCentavos: number | null;
  readonly stopPriceCentavos: number | null;
}

type PriceField = keyof GivenPrices;

/** The most that one order may be worth: far above any market, far below what integers of money can hold. */
const MAX_WORTH_CENTAVOS = 1_000_000_000_000_000n;
/** Digits after the point of a price that may be on a tick. */
const PRICE_PLACES = 2;

/** PRICE_REQUIRED, then PRICE_NOT_ALLOWED: a type has exactly its prices. */
export function checkPricesGiven(type: OrderType, given: GivenPrices): Refusal | null {
  const needs = PRICES_OF_TYPE[type];
  const required = (field: PriceField): Refusal =>
    refuse('PRICE_REQUIRED', { message: `An order of the type ${type} needs ${field}.`, field });
  if (needs.limit && given.limitPrice === null) return required('limitPrice');
  if (needs.stop && given.stopPrice === null) return required('stopPrice');
  if (!needs.limit && given.limitPrice !== null) return priceNotAllowed(type, 'limitPrice', given.limitPrice);
  if (!needs.stop && given.stopPrice !== null) return priceNotAllowed(type, 'stopPrice', given.stopPrice);
  return null;
}

/** PRICE_NOT_ALLOWED, for a price that this type of order does not have. */
export const priceNotAllowed = (type: OrderType, field: PriceField, observed: string): Refusal =>
  refuse('PRICE_NOT_ALLOWED', {
    message: `An order of the type ${type} takes no ${field}. Leave it out.`,
    field,
    limit: 'null',
    observed,
  });

/**
 * Reads the prices that are given: TICK_SIZE (written with more places than prices have, or no positive multiple of the
 * tick) of both, then PRICE_BAND (outside the band of today, or worth more in all than one order may be) of both.
 */
export function readPrices(given: GivenPrices, quantity: number, instrument: Instrument): Outcome<Prices> {
  const limit = readPrice('limitPrice', given.limitPrice, instrument);
  if (!limit.ok) return limit;
  const stop = readPrice('stopPrice', given.stopPrice, instrument);
  if (!stop.ok) return stop;
  const refusal =
    checkBand('limitPrice', limit.value, instrument) ??
    checkWorth(limit.value, quantity, 'limitPrice') ??
    checkBand('stopPrice', stop.value, instrument) ??
    checkWorth(stop.value, quantity, 'stopPrice');
  return refusal ? deny(refusal) : accept({ limitPriceCentavos: limit.value, stopPriceCentavos: stop.value });
}

function readPrice(
  field: PriceField,
  text: string | null,
  { tickCentavos }: Instrument,
): Outcome<number | null> {
  if (text === null) return accept(null);
  const centavos = centavosOfPrice(text);
  if (centavos !== null && centavos > 0 && centavos % tickCentavos === 0) return accept(centavos);
  const limit = formatCentavos(tickCentavos);
  const message = `The price must be a positive multiple of ${limit}, written with two places at most.`;
  return deny(refuse('TICK_SIZE', { message, field, limit, observed: text }));
}

function centavosOfPrice(text: string): number | null {
  const decimal = parseDecimal(text);
  return decimal && decimal.places <= PRICE_PLACES ? decimalToInteger(decimal, PRICE_PLACES) : null;
}

function checkBand(field: PriceField, centavos: number | null, { priceBand }: Instrument): Refusal | null {
  if (centavos === null || !priceBand) return null;
  if (centavos >= priceBand.lowCentavos && centavos <= priceBand.highCentavos) return null;
  const limit = `${formatCentavos(priceBand.lowCentavos)} to ${formatCentavos(priceBand.highCentavos)}`;
  const message = `The price must be in today's band, ${limit}.`;
  return refuse('PRICE_BAND', { message, field, limit, observed: formatCentavos(centavos) });
}

/** PRICE_BAND for what is worth more in all than one order may be: money must stay within the safe integers. */
export function checkWorth(priceCentavos: number | null, quantity: number, field: string): Refusal | null {
  if (priceCentavos === null || BigInt(priceCentavos) * BigInt(quantity) <= MAX_WORTH_CENTAVOS) return null;
  const limit = formatCentavos(Number(MAX_WORTH_CENTAVOS / BigInt(quantity)));
  const message = `At most ${limit} a share can be booked for this quantity.`;
  return refuse('PRICE_BAND', { message, field, limit, observed: formatCentavos(priceCentavos) });
}

/** STOP_PRICE for a stop limit whose limit lies before its stop: once triggered it could not trade there. */
export function checkLimitBeyondStop(side: Side, prices: Prices): Refusal | null {
  const { limitPriceCentavos, stopPriceCentavos } = prices;
  if (limitPriceCentavos === null || stopPriceCentavos === null) return null;
  const isBeyond =
    side === 'BUY' ? limitPriceCentavos >= stopPriceCentavos : limitPriceCentavos <= stopPriceCentavos;
  if (isBeyond) return null;
  const limit = `${formatCentavos(stopPriceCentavos)} or ${side === 'BUY' ? 'more' : 'less'}`;
  const message = `The limit of a stop that ${side === 'BUY' ? 'buys' : 'sells'} must be its stop price or ${
    side === 'BUY' ? 'above' : 'below'
  }: ${limit}.`;
  const observed = formatCentavos(limitPriceCentavos);
  return refuse('STOP_PRICE', { message, field: 'limitPrice', limit, observed });
}

/**
 * STOP_PRICE for a stop that would trigger at once.
 *
 * @param referenceCentavos the last price of the session, before its first trade the previous close; 0 for neither
 */
export function checkStopAhead(
  side: Side,
  stopPriceCentavos: number | null,
  referenceCentavos: number,
): Refusal | null {
  if (stopPriceCentavos === null || referenceCentavos === 0) return null;
  const isBuy = side === 'BUY';
  if (isBuy ? stopPriceCentavos > referenceCentavos : stopPriceCentavos < referenceCentavos) return null;
  const limit = `${isBuy ? 'above' : 'below'} ${formatCentavos(referenceCentavos)}`;
  const message = `A stop that ${isBuy ? 'buys' : 'sells'} must be ${limit}, the last price, or it would trigger at once.`;
  const observed = formatCentavos(stopPriceCentavos);
  return refuse('STOP_PRICE', { message, field: 'stopPrice', limit, observed });
}
