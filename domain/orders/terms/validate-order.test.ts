import { describe, expect, test } from 'vitest';
import type { Instrument } from '../../market/instrument.ts';
import type { Phase } from '../../market/phase.ts';
import { checkClientId, validateTerms, type OrderRequest } from './validate-order.ts';
import { instrument } from '#test/support/samples/instrument.ts';
import { orderRequest } from '#test/support/samples/order-request.ts';

const PETR4 = instrument({ twinTicker: 'PETR4F' });
const LIMIT = orderRequest();
interface Case {
  readonly request?: Partial<OrderRequest>;
  readonly instrument?: Partial<Instrument> | null;
  readonly phase?: Phase;
  readonly last?: number | null;
}
const TODAY = '2026-03-16';
const check = ({ request, instrument, phase, last }: Case) =>
  validateTerms('PETR4', { ...LIMIT, ...request }, instrument === null ? null : { ...PETR4, ...instrument }, {
    phase: phase ?? 'CONTINUOUS',
    today: TODAY,
    lastCentavos: last ?? null,
  });

const stop = { type: 'STOP', limitPrice: null, stopPrice: '29.50' } as const;
const stopLimit = { type: 'STOP_LIMIT', limitPrice: '30', stopPrice: '29.50' } as const;
const CALLS = 'OPENING_CALL, AUCTION, CLOSING_CALL';

describe('valid terms', () => {
  test.each<[string, Case, number | null]>([
    ['a limit order', {}, 2890],
    ['fewer decimal places', { request: { limitPrice: '28.9' } }, 2890],
    ['a whole price', { request: { limitPrice: '29' } }, 2900],
    ['both ends of the band', { request: { limitPrice: '20.00' } }, 2000],
    ['a market order', { request: { type: 'MARKET', limitPrice: null } }, null],
    ['an IOC market order', { request: { type: 'MARKET', limitPrice: null, timeInForce: 'IOC' } }, null],
    ['a FOK order', { request: { timeInForce: 'FOK' } }, 2890],
    ['a stop above the last price', { request: stop, last: 2949 }, null],
    [
      'a sell stop below the previous close',
      { request: { ...stop, side: 'SELL', stopPrice: '28.89' } },
      null,
    ],
    ['a stop limit order', { request: stopLimit }, 3000],
    [
      'a stop limit order with its limit at the stop price',
      { request: { ...stopLimit, limitPrice: '29.50' } },
      2950,
    ],
    ['a GTC order', { request: { timeInForce: 'GTC' } }, 2890],
    ['a GTD order of today', { request: { timeInForce: 'GTD', expiresOn: TODAY } }, 2890],
    ['an iceberg', { request: { quantity: 1000, displayQuantity: 100 } }, 2890],
    ['a minimum quantity', { request: { quantity: 1000, minimumQuantity: 1000 } }, 2890],
    ['a limit order in a call', { phase: 'OPENING_CALL' }, 2890],
    [
      'a market order for the auction in a call',
      { phase: 'AUCTION', request: { type: 'MARKET', limitPrice: null, timeInForce: 'AUCTION' } },
      null,
    ],
    ['an order for the close before the closing call', { request: { timeInForce: 'AT_CLOSE' } }, 2890],
    [
      'an instrument without a price band',
      { instrument: { priceBand: null }, request: { limitPrice: '9999.99' } },
      999_999,
    ],
    [
      'one share of an instrument with lots of one',
      { instrument: { lotSize: 1 }, request: { quantity: 1 } },
      2890,
    ],
  ])('%s', (_name, terms, limitPriceCentavos) => {
    expect(check(terms)).toMatchObject({ ok: true, value: { limitPriceCentavos } });
  });
});

/** Terms that also break later rules, so that each case checks the order of the rules. */
const everythingAfter: Partial<OrderRequest> = { quantity: 150, limitPrice: '99.999', stopPrice: '1' };

type Refused = [
  rule: string,
  field: string | null,
  terms: Case,
  limit: string | null,
  observed: string | null,
];

describe('invalid terms are refused with the first broken rule', () => {
  test.each<Refused>([
    ['UNKNOWN_TICKER', 'ticker', { instrument: null, request: everythingAfter }, null, 'PETR4'],
    [
      'ASSET_NOT_ACTIVE',
      'ticker',
      { instrument: { status: 'SUSPENDED' }, phase: 'CLOSED' },
      'ACTIVE',
      'SUSPENDED',
    ],
    ['PHASE', 'ticker', { phase: 'CLOSED', request: { type: 'STOP' } }, 'CONTINUOUS', 'CLOSED'],
    ['PHASE', 'ticker', { phase: 'HALTED' }, 'OPENING_CALL, CONTINUOUS, AUCTION, CLOSING_CALL', 'HALTED'],
    ['PHASE', 'ticker', { request: { timeInForce: 'AUCTION' } }, CALLS, 'CONTINUOUS'],
    ['PHASE', 'ticker', { request: stop, phase: 'OPENING_CALL' }, 'CONTINUOUS', 'OPENING_CALL'],
    [
      'INVALID_COMBINATION',
      'timeInForce',
      { request: { ...stop, timeInForce: 'IOC', ...everythingAfter } },
      'DAY, GTC, GTD',
      'IOC',
    ],
    [
      'INVALID_COMBINATION',
      'timeInForce',
      { request: { type: 'MARKET', timeInForce: 'GTC' } },
      'DAY, IOC, FOK, AUCTION, AT_CLOSE',
      'GTC',
    ],
    [
      'INVALID_COMBINATION',
      'expiresOn',
      { request: { expiresOn: '2026-03-20', ...everythingAfter } },
      'null',
      '2026-03-20',
    ],
    ['INVALID_COMBINATION', 'expiresOn', { request: { timeInForce: 'GTD' } }, 'a day', 'null'],
    [
      'INVALID_COMBINATION',
      'expiresOn',
      { request: { timeInForce: 'GTD', expiresOn: '2026-03-15', ...everythingAfter } },
      '2026-03-16 or later',
      '2026-03-15',
    ],
    [
      'INVALID_COMBINATION',
      'expiresOn',
      { request: { timeInForce: 'GTD', expiresOn: '2026-02-30' } },
      '2026-03-16 or later',
      '2026-02-30',
    ],
    ...(['displayQuantity', 'minimumQuantity'] as const).flatMap((field): Refused[] => [
      ['INVALID_COMBINATION', field, { request: { ...stop, [field]: 100 } }, 'null', '100'],
      ['INVALID_COMBINATION', field, { request: { [field]: 0, ...everythingAfter } }, '100 to 150', '0'],
      ['INVALID_COMBINATION', field, { request: { [field]: -100 } }, '100 to 100', '-100'],
      ['INVALID_COMBINATION', field, { request: { [field]: 200 } }, '100 to 100', '200'],
      ['INVALID_COMBINATION', field, { request: { quantity: 200, [field]: 150 } }, '100 to 200', '150'],
    ]),
    [
      'INVALID_COMBINATION',
      'minimumQuantity',
      { request: { displayQuantity: 100, minimumQuantity: 100 } },
      'null',
      '100',
    ],
    ['QUANTITY_LIMIT', 'quantity', { request: { ...everythingAfter, quantity: 0 } }, '100 to 1000000', '0'],
    ['QUANTITY_LIMIT', 'quantity', { request: { quantity: -100 } }, '100 to 1000000', '-100'],
    ['QUANTITY_LIMIT', 'quantity', { request: { quantity: 1_000_001 } }, '100 to 1000000', '1000001'],
    ['LOT_SIZE', 'quantity', { request: everythingAfter }, '100', '150'],
    ['PRICE_REQUIRED', 'limitPrice', { request: { limitPrice: null, stopPrice: '1' } }, null, null],
    ['PRICE_REQUIRED', 'limitPrice', { request: { ...stopLimit, limitPrice: null } }, null, null],
    [
      'PRICE_REQUIRED',
      'stopPrice',
      { request: { ...stop, stopPrice: null, limitPrice: '1.005' } },
      null,
      null,
    ],
    ['PRICE_NOT_ALLOWED', 'limitPrice', { request: { ...stop, limitPrice: '1.005' } }, 'null', '1.005'],
    [
      'PRICE_NOT_ALLOWED',
      'limitPrice',
      { request: { type: 'MARKET', limitPrice: '1.005' } },
      'null',
      '1.005',
    ],
    ['PRICE_NOT_ALLOWED', 'stopPrice', { request: { limitPrice: '1.005', stopPrice: '28' } }, 'null', '28'],
    ['TICK_SIZE', 'limitPrice', { request: { limitPrice: '99.999' } }, '0.01', '99.999'],
    ['TICK_SIZE', 'limitPrice', { request: { limitPrice: '28.900' } }, '0.01', '28.900'],
    ['TICK_SIZE', 'limitPrice', { request: { limitPrice: '0' } }, '0.01', '0'],
    ['TICK_SIZE', 'limitPrice', { request: { limitPrice: '-28.90' } }, '0.01', '-28.90'],
    [
      'TICK_SIZE',
      'limitPrice',
      { instrument: { tickCentavos: 5 }, request: { limitPrice: '28.91' } },
      '0.05',
      '28.91',
    ],
    [
      'TICK_SIZE',
      'stopPrice',
      { request: { ...stopLimit, limitPrice: '50', stopPrice: '1.005' } },
      '0.01',
      '1.005',
    ],
    ['PRICE_BAND', 'stopPrice', { request: { ...stop, stopPrice: '40.01' } }, '20.00 to 40.00', '40.01'],
    ['PRICE_BAND', 'limitPrice', { request: { limitPrice: '40.01' } }, '20.00 to 40.00', '40.01'],
    ['PRICE_BAND', 'limitPrice', { request: { limitPrice: '19.99' } }, '20.00 to 40.00', '19.99'],
    [
      'PRICE_BAND',
      'limitPrice',
      { instrument: { priceBand: null }, request: { limitPrice: '9999999999999' } },
      '100000000000.00',
      '9999999999999.00',
    ],
    [
      'STOP_PRICE',
      'limitPrice',
      { request: { ...stopLimit, limitPrice: '29.49' } },
      '29.50 or more',
      '29.49',
    ],
    [
      'STOP_PRICE',
      'limitPrice',
      { request: { ...stopLimit, side: 'SELL', stopPrice: '28' } },
      '28.00 or less',
      '30.00',
    ],
    ['STOP_PRICE', 'stopPrice', { request: stop, last: 2950 }, 'above 29.50', '29.50'],
    ['STOP_PRICE', 'stopPrice', { request: { ...stop, stopPrice: '28.90' } }, 'above 28.90', '28.90'],
    ['STOP_PRICE', 'stopPrice', { request: { ...stop, side: 'SELL' }, last: 2950 }, 'below 29.50', '29.50'],
  ])('%s (%s), case %#', (rule, field, terms, limit, observed) => {
    const outcome = check(terms);
    expect(outcome).toMatchObject({ ok: false, refusal: { rule, field, limit, observed } });
    if (!outcome.ok) expect(outcome.refusal.message).toMatch(/^[A-Z].*\.$/s);
  });
});

describe('client-chosen ids', () => {
  test.each(['a', 'A-Z_0.9:x', 'x'.repeat(64)])('%s is valid', (id) => {
    expect(checkClientId(id, 'clientOrderId')).toBeNull();
  });

  test.each(['', 'x'.repeat(65), 'a b', 'ä', 'a\n', '../a', 'x'.repeat(100_000)])('%j is refused', (id) => {
    const refusal = checkClientId(id, 'clientOrderId');
    expect(refusal).toMatchObject({ rule: 'INVALID_ID', field: 'clientOrderId' });
    expect(refusal?.observed?.length).toBeLessThanOrEqual(80);
  });
});

test('an order for an index is refused whatever its terms, with the reason', () => {
  const market = { phase: 'CLOSED', today: TODAY, lastCentavos: null } as const;
  expect(validateTerms('IBOV', { ...LIMIT, quantity: 0 }, null, market)).toMatchObject({
    refusal: {
      ...{ rule: 'ASSET_NOT_ACTIVE', field: 'ticker', limit: 'ACTIVE', observed: 'NOT_TRADABLE' },
      message: expect.stringContaining('is an index') as string,
    },
  });
});

test.each([
  ['0', 'The price must be at least 0.01.'],
  ['-28.90', 'The price must be at least 0.01.'],
  ['28.905', 'The price must be a multiple of 0.01: 28.90 or 28.91.'],
  ['0.001', 'The price must be a multiple of 0.01: 0.01.'],
  ['-0.001', 'The price must be a multiple of 0.01, with at most two decimal places.'],
])('the price %s is refused with what is wrong with it', (limitPrice, message) => {
  expect(check({ request: { limitPrice } })).toMatchObject({ refusal: { rule: 'TICK_SIZE', message } });
});
