import { describe, expect, test } from 'vitest';
import type { Instrument } from '../market/instrument.ts';
import type { Phase } from '../market/phase.ts';
import { checkClientId, validateTerms, type OrderRequest } from './validate.ts';

const PETR4: Instrument = {
  ticker: 'PETR4',
  isin: 'BRPETRACNPR6',
  name: 'PETROBRAS PN',
  kind: 'PREFERRED_STOCK',
  status: 'ACTIVE',
  lotSize: 100,
  tickCentavos: 1,
  priceBand: { lowCentavos: 2000, highCentavos: 4000 },
  maxOrderQuantity: 1_000_000,
  twinTicker: 'PETR4F',
  previousCloseCentavos: 2890,
  version: 1,
};
const LIMIT: OrderRequest = {
  side: 'BUY',
  type: 'LIMIT',
  timeInForce: 'DAY',
  quantity: 100,
  limitPrice: '28.90',
  stopPrice: null,
  displayQuantity: null,
  minimumQuantity: null,
  expiresOn: null,
};
interface Case {
  readonly request?: Partial<OrderRequest>;
  readonly instrument?: Partial<Instrument> | null;
  readonly phase?: Phase;
}
const check = ({ request, instrument, phase }: Case) =>
  validateTerms(
    'PETR4',
    { ...LIMIT, ...request },
    instrument === null ? null : { ...PETR4, ...instrument },
    phase ?? 'CONTINUOUS',
  );

describe('terms that are in order', () => {
  test.each<[string, Case, number | null]>([
    ['a limit', {}, 2890],
    ['fewer places', { request: { limitPrice: '28.9' } }, 2890],
    ['a whole price', { request: { limitPrice: '29' } }, 2900],
    ['both ends of the band', { request: { limitPrice: '20.00' } }, 2000],
    ['a market order', { request: { type: 'MARKET', limitPrice: null } }, null],
    [
      'a market order that does not rest',
      { request: { type: 'MARKET', limitPrice: null, timeInForce: 'IOC' } },
      null,
    ],
    ['all or nothing', { request: { timeInForce: 'FOK' } }, 2890],
    ['no band', { instrument: { priceBand: null }, request: { limitPrice: '9999.99' } }, 999_999],
    ['one share where the lot is one', { instrument: { lotSize: 1 }, request: { quantity: 1 } }, 2890],
  ])('%s', (_name, terms, limitPriceCentavos) => {
    expect(check(terms)).toMatchObject({ ok: true, value: { limitPriceCentavos } });
  });
});

/** Each breaks its rule and all those after it that it can, so that the order of the rules shows. */
const everythingAfter: Partial<OrderRequest> = { quantity: 150, limitPrice: '99.999', stopPrice: '1' };

describe('the first rule that is broken answers', () => {
  test.each<[string, string | null, Case, string | null, string | null]>([
    ['UNKNOWN_TICKER', 'ticker', { instrument: null, request: everythingAfter }, null, 'PETR4'],
    [
      'ASSET_NOT_ACTIVE',
      'ticker',
      { instrument: { status: 'SUSPENDED' }, phase: 'CLOSED' },
      'ACTIVE',
      'SUSPENDED',
    ],
    ['PHASE', 'ticker', { phase: 'CLOSED', request: { type: 'STOP' } }, 'CONTINUOUS', 'CLOSED'],
    ['PHASE', 'ticker', { phase: 'OPENING_CALL' }, 'CONTINUOUS', 'OPENING_CALL'],
    ['NOT_YET_SUPPORTED', 'type', { request: { type: 'STOP', ...everythingAfter } }, 'LIMIT, MARKET', 'STOP'],
    ['NOT_YET_SUPPORTED', 'type', { request: { type: 'STOP_LIMIT' } }, 'LIMIT, MARKET', 'STOP_LIMIT'],
    ['NOT_YET_SUPPORTED', 'timeInForce', { request: { timeInForce: 'GTC' } }, 'DAY, IOC, FOK', 'GTC'],
    [
      'NOT_YET_SUPPORTED',
      'timeInForce',
      { request: { timeInForce: 'GTD', expiresOn: '2026-03-20' } },
      'DAY, IOC, FOK',
      'GTD',
    ],
    ['NOT_YET_SUPPORTED', 'timeInForce', { request: { timeInForce: 'AUCTION' } }, 'DAY, IOC, FOK', 'AUCTION'],
    [
      'NOT_YET_SUPPORTED',
      'timeInForce',
      { request: { timeInForce: 'AT_CLOSE' } },
      'DAY, IOC, FOK',
      'AT_CLOSE',
    ],
    ['NOT_YET_SUPPORTED', 'displayQuantity', { request: { displayQuantity: 100 } }, 'null', '100'],
    ['NOT_YET_SUPPORTED', 'minimumQuantity', { request: { minimumQuantity: 100 } }, 'null', '100'],
    [
      'INVALID_COMBINATION',
      'expiresOn',
      { request: { expiresOn: '2026-03-20', ...everythingAfter } },
      'null',
      '2026-03-20',
    ],
    ['QUANTITY_LIMIT', 'quantity', { request: { ...everythingAfter, quantity: 0 } }, '1 to 1000000', '0'],
    ['QUANTITY_LIMIT', 'quantity', { request: { quantity: -100 } }, '1 to 1000000', '-100'],
    ['QUANTITY_LIMIT', 'quantity', { request: { quantity: 1_000_001 } }, '1 to 1000000', '1000001'],
    ['LOT_SIZE', 'quantity', { request: everythingAfter }, '100', '150'],
    ['PRICE_REQUIRED', 'limitPrice', { request: { limitPrice: null, stopPrice: '1' } }, null, null],
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
    ['PRICE_BAND', 'limitPrice', { request: { limitPrice: '40.01' } }, '20.00 to 40.00', '40.01'],
    ['PRICE_BAND', 'limitPrice', { request: { limitPrice: '19.99' } }, '20.00 to 40.00', '19.99'],
    [
      'PRICE_BAND',
      'limitPrice',
      { instrument: { priceBand: null }, request: { limitPrice: '9999999999999' } },
      '100000000000.00',
      '9999999999999.00',
    ],
  ])('%s (%s), case %#', (rule, field, terms, limit, observed) => {
    const outcome = check(terms);
    expect(outcome).toMatchObject({ ok: false, refusal: { rule, field, limit, observed } });
    if (!outcome.ok) expect(outcome.refusal.message).toMatch(/^[A-Z].*\.$/s);
  });
});

describe('client-chosen ids', () => {
  test.each(['a', 'A-Z_0.9:x', 'x'.repeat(64)])('%s is one', (id) => {
    expect(checkClientId(id, 'clientOrderId')).toBeNull();
  });

  test.each(['', 'x'.repeat(65), 'a b', 'ä', 'a\n', '../a', 'x'.repeat(100_000)])('%j is none', (id) => {
    const refusal = checkClientId(id, 'clientOrderId');
    expect(refusal).toMatchObject({ rule: 'INVALID_ID', field: 'clientOrderId' });
    expect(refusal?.observed?.length).toBeLessThanOrEqual(80);
  });
});
