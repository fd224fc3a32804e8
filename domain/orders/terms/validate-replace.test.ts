import { describe, expect, test } from 'vitest';
import type { Phase } from '../../market/phase.ts';
import { ORDER_STATUSES, hasEnded } from '../order.ts';
import { validateReplace, type ReplaceableOrder, type ReplaceRequestTerms } from './validate-replace.ts';
import type { MarketMoment } from './validate-order.ts';
import { instrument } from '#test/support/samples/instrument.ts';

const PETR4 = instrument({ maxOrderQuantity: 10_000 });
const ORDER: ReplaceableOrder = {
  ticker: 'PETR4',
  side: 'BUY',
  type: 'LIMIT',
  timeInForce: 'DAY',
  status: 'PARTIALLY_FILLED',
  quantity: 500,
  filledQuantity: 200,
  displayQuantity: null,
  limitPriceCentavos: 2890,
  stopPriceCentavos: null,
  protectionPriceCentavos: null,
  triggeredAtMs: null,
  expiresOn: null,
};
/** A waiting stop at 29.50 with its protection at 32.45. */
const STOP = {
  type: 'STOP',
  status: 'OPEN',
  filledQuantity: 0,
  limitPriceCentavos: null,
  stopPriceCentavos: 2950,
  protectionPriceCentavos: 3245,
} as const satisfies Partial<ReplaceableOrder>;
const STOP_LIMIT = {
  ...STOP,
  type: 'STOP_LIMIT',
  limitPriceCentavos: 3000,
  protectionPriceCentavos: null,
} as const satisfies Partial<ReplaceableOrder>;
const MARKET: MarketMoment = { phase: 'CONTINUOUS', today: '2026-03-16', lastCentavos: 2900 };
const NOTHING: ReplaceRequestTerms = {
  quantity: null,
  limitPrice: null,
  stopPrice: null,
  displayQuantity: null,
  minimumQuantity: null,
};
const replace = (
  request: Partial<ReplaceRequestTerms>,
  order: Partial<ReplaceableOrder> = {},
  phase: Phase = 'CONTINUOUS',
) => validateReplace({ ...ORDER, ...order }, { ...NOTHING, ...request }, PETR4, { ...MARKET, phase });

describe('a replace', () => {
  test('removes a displayed or minimum quantity, also one that the order does not have', () => {
    const removal = { displayQuantity: 'REMOVE', minimumQuantity: 'REMOVE' } as const;
    const changes = { displayQuantity: 0, minimumQuantity: 0 };
    expect(replace(removal, { displayQuantity: 100 })).toMatchObject({ ok: true, value: changes });
    expect(replace(removal)).toMatchObject({ ok: true, value: changes });
    expect(replace(removal, {}, 'CLOSING_CALL')).toMatchObject({ ok: true });
  });

  test('may set a minimum quantity when it removes the displayed one', () => {
    const minimum = { minimumQuantity: 100 };
    expect(replace(minimum, { displayQuantity: 100 })).toMatchObject({
      refusal: { rule: 'INVALID_COMBINATION', field: 'minimumQuantity' },
    });
    expect(replace({ ...minimum, displayQuantity: 'REMOVE' }, { displayQuantity: 100 })).toMatchObject({
      ok: true,
      value: { displayQuantity: 0, minimumQuantity: 100 },
    });
  });

  test('refuses a displayed quantity of zero', () => {
    expect(replace({ displayQuantity: 0 })).toMatchObject({
      refusal: { rule: 'INVALID_COMBINATION', field: 'displayQuantity', observed: '0' },
    });
  });

  test('returns the new total quantity and the other changed terms', () => {
    const unchanged = { limitPriceCentavos: null, stopPriceCentavos: null };
    const parts = { displayQuantity: null, minimumQuantity: null };
    expect(replace({ quantity: 300 })).toEqual({
      ok: true,
      value: { quantity: 300, ...unchanged, ...parts },
    });
    expect(replace({ limitPrice: '29' })).toEqual({
      ok: true,
      value: { quantity: 500, ...unchanged, ...parts, limitPriceCentavos: 2900 },
    });
    expect(replace({ displayQuantity: 100 })).toMatchObject({ ok: true, value: { displayQuantity: 100 } });
    expect(replace({ minimumQuantity: 100 })).toMatchObject({ ok: true, value: { minimumQuantity: 100 } });
  });

  test('changes the limit of a market order whose rest is in the book', () => {
    const market = { type: 'MARKET' } as const;
    expect(replace({ limitPrice: '29' }, market)).toMatchObject({ ok: true });
    expect(replace({ limitPrice: '29' }, { ...market, limitPriceCentavos: null })).toMatchObject({
      refusal: { rule: 'PRICE_NOT_ALLOWED' },
    });
  });

  test('changes the stop price of a waiting stop, and the limit of a triggered one', () => {
    expect(replace({ stopPrice: '30' }, STOP)).toMatchObject({
      ok: true,
      value: { stopPriceCentavos: 3000 },
    });
    expect(replace({ stopPrice: '30', limitPrice: '31' }, STOP_LIMIT)).toMatchObject({ ok: true });
    const triggered = { ...STOP, triggeredAtMs: 1, limitPriceCentavos: 2960 };
    expect(replace({ limitPrice: '29.70' }, triggered)).toMatchObject({ ok: true });
    expect(replace({ stopPrice: '30' }, triggered)).toMatchObject({
      refusal: { rule: 'PRICE_NOT_ALLOWED', field: 'stopPrice' },
    });
  });

  test('that keeps the stop price is valid even when the last price has passed it', () => {
    const reached = { ...STOP, stopPriceCentavos: 2890 };
    expect(replace({ quantity: 600 }, reached)).toMatchObject({ ok: true });
  });

  test.each(ORDER_STATUSES.filter(hasEnded))('of a %s order is refused with ORDER_ENDED', (status) => {
    expect(replace({ quantity: 300 }, { status })).toMatchObject({
      refusal: { rule: 'ORDER_ENDED', observed: status },
    });
  });

  test.each<[string, string, Partial<ReplaceRequestTerms>, Partial<ReplaceableOrder>?]>([
    ['INVALID_COMBINATION', 'minimumQuantity', { minimumQuantity: 100, displayQuantity: 100 }],
    ['INVALID_COMBINATION', 'minimumQuantity', { minimumQuantity: 100 }, { displayQuantity: 100 }],
    ['INVALID_COMBINATION', 'displayQuantity', { displayQuantity: 100 }, STOP],
    ['INVALID_COMBINATION', 'displayQuantity', { displayQuantity: 100 }, { timeInForce: 'AT_CLOSE' }],
    ['INVALID_COMBINATION', 'displayQuantity', { displayQuantity: 0 }],
    ['INVALID_COMBINATION', 'displayQuantity', { displayQuantity: 150, quantity: 150 }],
    ['INVALID_COMBINATION', 'minimumQuantity', { minimumQuantity: 600 }],
    ['INVALID_COMBINATION', 'quantity', {}],
    ['QUANTITY_LIMIT', 'quantity', { quantity: 0, limitPrice: '1.005' }],
    ['QUANTITY_LIMIT', 'quantity', { quantity: 10_100 }],
    ['QUANTITY_LIMIT', 'quantity', { quantity: 200 }],
    ['LOT_SIZE', 'quantity', { quantity: 350, limitPrice: '1.005' }],
    ['PRICE_NOT_ALLOWED', 'stopPrice', { stopPrice: '28', limitPrice: '1.005' }],
    ['PRICE_NOT_ALLOWED', 'limitPrice', { stopPrice: '1.005', limitPrice: '30' }, STOP],
    ['TICK_SIZE', 'limitPrice', { limitPrice: '1.005' }],
    ['TICK_SIZE', 'stopPrice', { stopPrice: '1.005', limitPrice: '99' }, STOP_LIMIT],
    ['PRICE_BAND', 'limitPrice', { limitPrice: '40.01' }],
    ['PRICE_BAND', 'stopPrice', { stopPrice: '40.01' }, STOP],
    ['STOP_PRICE', 'limitPrice', { stopPrice: '30.01' }, STOP_LIMIT],
    ['STOP_PRICE', 'limitPrice', { limitPrice: '29.49' }, STOP_LIMIT],
    ['STOP_PRICE', 'stopPrice', { stopPrice: '29.00' }, STOP],
  ])('that breaks %s (%s), case %#', (rule, field, request, order) => {
    expect(replace(request, order)).toMatchObject({ ok: false, refusal: { rule, field } });
  });

  test.each<[Phase, Partial<ReplaceRequestTerms>, Partial<ReplaceableOrder>, string | null]>([
    ['CLOSED', { quantity: 300 }, {}, 'OPENING_CALL, CONTINUOUS, AUCTION, CLOSING_CALL'],
    ['PRE_OPEN', { quantity: 300 }, {}, 'OPENING_CALL, CONTINUOUS, AUCTION, CLOSING_CALL'],
    ['HALTED', { quantity: 300 }, {}, 'OPENING_CALL, CONTINUOUS, AUCTION, CLOSING_CALL'],
    ['OPENING_CALL', { quantity: 300 }, {}, null],
    ['AUCTION', { limitPrice: '29' }, {}, null],
    ['CLOSING_CALL', { displayQuantity: 100 }, {}, null],
    ['CLOSING_CALL', { minimumQuantity: 100 }, {}, 'CONTINUOUS'],
    ['OPENING_CALL', { quantity: 300 }, STOP, 'CONTINUOUS'],
  ])('is checked against the phase %s, case %#', (phase, request, order, limit) => {
    const outcome = replace(request, order, phase);
    if (limit === null) expect(outcome).toMatchObject({ ok: true });
    else expect(outcome).toMatchObject({ refusal: { rule: 'PHASE', limit, observed: phase } });
  });

  test('needs an active instrument', () => {
    const request = { ...NOTHING, quantity: 300 };
    const suspended = { ...PETR4, status: 'SUSPENDED' } as const;
    expect(validateReplace(ORDER, request, suspended, { ...MARKET, phase: 'CLOSED' })).toMatchObject({
      refusal: { rule: 'ASSET_NOT_ACTIVE' },
    });
  });
});
