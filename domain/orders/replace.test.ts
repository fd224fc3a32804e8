import { describe, expect, test } from 'vitest';
import type { Instrument } from '../market/instrument.ts';
import { ORDER_STATUSES, hasEnded } from './order.ts';
import { validateReplace, type ReplaceableOrder, type ReplaceRequestTerms } from './replace.ts';

const PETR4: Instrument = {
  ticker: 'PETR4',
  isin: 'BRPETRACNPR6',
  name: 'PETROBRAS PN',
  kind: 'PREFERRED_STOCK',
  status: 'ACTIVE',
  lotSize: 100,
  tickCentavos: 1,
  priceBand: { lowCentavos: 2000, highCentavos: 4000 },
  maxOrderQuantity: 10_000,
  twinTicker: null,
  previousCloseCentavos: 2890,
  version: 1,
};
const ORDER: ReplaceableOrder = {
  ticker: 'PETR4',
  type: 'LIMIT',
  status: 'PARTIALLY_FILLED',
  quantity: 500,
  filledQuantity: 200,
  limitPriceCentavos: 2890,
};
const NOTHING: ReplaceRequestTerms = {
  quantity: null,
  limitPrice: null,
  stopPrice: null,
  displayQuantity: null,
  minimumQuantity: null,
};
const replace = (request: Partial<ReplaceRequestTerms>, order: Partial<ReplaceableOrder> = {}) =>
  validateReplace({ ...ORDER, ...order }, { ...NOTHING, ...request }, PETR4, 'CONTINUOUS');

describe('a replace', () => {
  test('leaves as it is what is not given', () => {
    expect(replace({ quantity: 300 })).toEqual({
      ok: true,
      value: { quantity: 300, limitPriceCentavos: 2890 },
    });
    expect(replace({ limitPrice: '29' })).toEqual({
      ok: true,
      value: { quantity: 500, limitPriceCentavos: 2900 },
    });
  });

  test('may move the rest of a market order once it stands somewhere', () => {
    const market = { type: 'MARKET' } as const;
    expect(replace({ limitPrice: '29' }, market)).toMatchObject({ ok: true });
    expect(replace({ limitPrice: '29' }, { ...market, limitPriceCentavos: null })).toMatchObject({
      refusal: { rule: 'PRICE_NOT_ALLOWED' },
    });
  });

  test.each(ORDER_STATUSES.filter(hasEnded))('of an order that is %s is ORDER_ENDED', (status) => {
    expect(replace({ quantity: 300 }, { status })).toMatchObject({
      refusal: { rule: 'ORDER_ENDED', observed: status },
    });
  });

  test.each<[string, string, Partial<ReplaceRequestTerms>]>([
    ['NOT_YET_SUPPORTED', 'displayQuantity', { displayQuantity: 100, quantity: 150 }],
    ['NOT_YET_SUPPORTED', 'minimumQuantity', { minimumQuantity: 100, quantity: 150 }],
    ['INVALID_COMBINATION', 'quantity', {}],
    ['QUANTITY_LIMIT', 'quantity', { quantity: 0, limitPrice: '1.005' }],
    ['QUANTITY_LIMIT', 'quantity', { quantity: 10_100 }],
    ['QUANTITY_LIMIT', 'quantity', { quantity: 200 }],
    ['LOT_SIZE', 'quantity', { quantity: 350, limitPrice: '1.005' }],
    ['PRICE_NOT_ALLOWED', 'stopPrice', { stopPrice: '28', limitPrice: '1.005' }],
    ['TICK_SIZE', 'limitPrice', { limitPrice: '1.005' }],
    ['PRICE_BAND', 'limitPrice', { limitPrice: '40.01' }],
  ])('that breaks %s (%s), case %#', (rule, field, request) => {
    expect(replace(request)).toMatchObject({ ok: false, refusal: { rule, field } });
  });

  test('needs an active instrument and an open market', () => {
    const request = { ...NOTHING, quantity: 300 };
    expect(validateReplace(ORDER, request, { ...PETR4, status: 'SUSPENDED' }, 'CONTINUOUS')).toMatchObject({
      refusal: { rule: 'ASSET_NOT_ACTIVE' },
    });
    expect(validateReplace(ORDER, request, PETR4, 'CLOSED')).toMatchObject({ refusal: { rule: 'PHASE' } });
  });
});
