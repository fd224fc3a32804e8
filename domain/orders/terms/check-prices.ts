import type { Instrument } from '../../market/instrument.ts';
import { decimalToInteger, formatDecimal, parseDecimal } from '../../money/decimal.ts';
import { formatCentavos } from '../../money/money.ts';
import { accept, deny, refuse, type Outcome, type Refusal } from '../../refusal.ts';
import { PRICES_OF_TYPE } from './combinations.ts';
import type { OrderType, Side } from '../order.ts';

/** The prices of a request as decimal strings; null for a price that the client left out. */
export interface GivenPrices {
  readonly limitPrice: string | null;
  readonly stopPrice: string | null;
}

/** The prices of a request in centavos. */
export interface Prices {
  readonly limitPriceCentavos: number | null;
  readonly stopPriceCentavos: number | null;
}

type PriceField = keyof GivenPrices;

/** Highest value of one order: far above any market, and well within the safe integers. */
const MAX_VALUE_CENTAVOS = 1_000_000_000_000_000n;
/** Decimal places of a price. */
const PRICE_PLACES = 2;

/** PRICE_REQUIRED, then PRICE_NOT_ALLOWED: an order must have exactly the prices of its type. */
export function checkPricesGiven(type: OrderType, given: GivenPrices): Refusal | null {
  const needs = PRICES_OF_TYPE[type];
  const required = (field: PriceField): Refusal =>
    refuse('PRICE_REQUIRED', { message: `A ${type} order needs ${field}.`, field });
  if (needs.limit && given.limitPrice === null) return required('limitPrice');
  if (needs.stop && given.stopPrice === null) return required('stopPrice');
  if (!needs.limit && given.limitPrice !== null) return priceNotAllowed(type, 'limitPrice', given.limitPrice);
  if (!needs.stop && given.stopPrice !== null) return priceNotAllowed(type, 'stopPrice', given.stopPrice);
  return null;
}

/** PRICE_NOT_ALLOWED for a price that the type does not have. */
export const priceNotAllowed = (type: OrderType, field: PriceField, observed: string): Refusal =>
  refuse('PRICE_NOT_ALLOWED', {
    message: `A ${type} order has no ${field}. Leave it out.`,
    field,
    limit: 'null',
    observed,
  });

/**
 * Parses the prices of a request. Checks both for TICK_SIZE (too many decimal places, below a tick, or not a multiple of
 * it), then both for PRICE_BAND (outside today's band, or the order exceeds the highest value).
 */
export function readPrices(given: GivenPrices, quantity: number, instrument: Instrument): Outcome<Prices> {
  const limit = readPrice('limitPrice', given.limitPrice, instrument);
  if (!limit.ok) return limit;
  const stop = readPrice('stopPrice', given.stopPrice, instrument);
  if (!stop.ok) return stop;
  const refusal =
    checkBand('limitPrice', limit.value, instrument) ??
    checkValue(limit.value, quantity, 'limitPrice') ??
    checkBand('stopPrice', stop.value, instrument) ??
    checkValue(stop.value, quantity, 'stopPrice');
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
  const message =
    centavos !== null && centavos <= 0
      ? `The price must be at least ${limit}.`
      : `The price must be a multiple of ${limit}${nearestPrices(text, tickCentavos)}.`;
  return deny(refuse('TICK_SIZE', { message, field, limit, observed: text }));
}

/** The prices on both sides of one between two ticks; nothing for a text that is no price above zero. */
function nearestPrices(text: string, tickCentavos: number): string {
  const decimal = parseDecimal(text);
  if (!decimal || decimal.units <= 0n) return ', with at most two decimal places';
  const [tick, scale] = [BigInt(tickCentavos), 10n ** BigInt(decimal.places)];
  const below = ((decimal.units * 100n) / scale / tick) * tick;
  const pair = [below, below + tick].filter((centavos) => centavos > 0n);
  return `: ${pair.map((centavos) => formatDecimal(centavos, PRICE_PLACES)).join(' or ')}`;
}

function centavosOfPrice(text: string): number | null {
  const decimal = parseDecimal(text);
  return decimal && decimal.places <= PRICE_PLACES ? decimalToInteger(decimal, PRICE_PLACES) : null;
}

function checkBand(field: PriceField, centavos: number | null, { priceBand }: Instrument): Refusal | null {
  if (centavos === null || !priceBand) return null;
  if (centavos >= priceBand.lowCentavos && centavos <= priceBand.highCentavos) return null;
  const limit = `${formatCentavos(priceBand.lowCentavos)} to ${formatCentavos(priceBand.highCentavos)}`;
  const message = `The price must be within today's band, ${limit}.`;
  return refuse('PRICE_BAND', { message, field, limit, observed: formatCentavos(centavos) });
}

/** PRICE_BAND for an order above the highest value: its amounts must stay within the safe integers. */
export function checkValue(priceCentavos: number | null, quantity: number, field: string): Refusal | null {
  if (priceCentavos === null || BigInt(priceCentavos) * BigInt(quantity) <= MAX_VALUE_CENTAVOS) return null;
  const limit = formatCentavos(Number(MAX_VALUE_CENTAVOS / BigInt(quantity)));
  const message = `The highest price for this quantity is ${limit}.`;
  return refuse('PRICE_BAND', { message, field, limit, observed: formatCentavos(priceCentavos) });
}

/** STOP_PRICE for a stop limit order that could not trade once triggered: its limit lies on the wrong side of its stop. */
export function checkLimitBeyondStop(side: Side, prices: Prices): Refusal | null {
  const { limitPriceCentavos, stopPriceCentavos } = prices;
  if (limitPriceCentavos === null || stopPriceCentavos === null) return null;
  const isBeyond =
    side === 'BUY' ? limitPriceCentavos >= stopPriceCentavos : limitPriceCentavos <= stopPriceCentavos;
  if (isBeyond) return null;
  const limit = `${formatCentavos(stopPriceCentavos)} or ${side === 'BUY' ? 'more' : 'less'}`;
  const message = `The limit price of a ${side} stop limit order must be its stop price or ${
    side === 'BUY' ? 'more' : 'less'
  }: ${limit}.`;
  const observed = formatCentavos(limitPriceCentavos);
  return refuse('STOP_PRICE', { message, field: 'limitPrice', limit, observed });
}

/**
 * STOP_PRICE for a stop that would trigger at once.
 *
 * @param referenceCentavos the last price of the session, or the previous close before its first trade; 0 without either
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
  const message = `The stop price of a ${side} stop must be ${limit}, the last price: else it would trigger at once.`;
  const observed = formatCentavos(stopPriceCentavos);
  return refuse('STOP_PRICE', { message, field: 'stopPrice', limit, observed });
}
