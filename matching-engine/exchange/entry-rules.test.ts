import { describe, expect, test } from 'vitest';
import { buy, cancel, define, marketBuy, replace, sell, setPhase } from '#test/support/engine/commands.ts';
import { market } from '#test/support/engine/market.ts';
import { createNaiveBook } from '../core/naive/naive-book.ts';
import { createExchange } from './exchange.ts';

const gtdUntil = (expiresOn: string) => buy('x', 100, 2890, { timeInForce: 'GTD', expiresOn });

describe('entry rules', () => {
  test.each([
    { rule: 'UNKNOWN_TICKER', command: buy('x', 100, 2890, { ticker: 'XXXX9' }) },
    { rule: 'QUANTITY_LIMIT', command: buy('x', 1_000_100, 2890) },
    { rule: 'LOT_SIZE', command: buy('x', 150, 2890) },
    { rule: 'PRICE_REQUIRED', command: buy('x', 100, 1, { limitPriceTicks: null }) },
    { rule: 'PRICE_NOT_ALLOWED', command: marketBuy('x', 100, { limitPriceTicks: 2890 }) },
    { rule: 'PRICE_NOT_ALLOWED', command: buy('x', 100, 2890, { stopPriceTicks: 2900 }) },
    { rule: 'PRICE_NOT_ALLOWED', command: buy('x', 100, 2890, { protectionPriceTicks: 2900 }) },
    { rule: 'PRICE_BAND', command: buy('x', 100, 1999) },
    { rule: 'PRICE_BAND', command: buy('x', 100, 4001) },
    { rule: 'PRICE_BAND', command: marketBuy('x', 100, { protectionPriceTicks: 4001 }) },
    { rule: 'INVALID_COMBINATION', command: buy('x', 100, 2890, { expiresOn: '2026-03-20' }) },
    { rule: 'PRICE_REQUIRED', command: buy('x', 100, 2890, { orderType: 'STOP' }) },
    { rule: 'PHASE', command: buy('x', 100, 2890, { timeInForce: 'AUCTION' }) },
    { rule: 'INVALID_COMBINATION', command: buy('x', 100, 2890, { timeInForce: 'GTD' }) },
    { rule: 'INVALID_COMBINATION', command: buy('x', 100, 2890, { displayQuantity: 150 }) },
    { rule: 'QUANTITY_LIMIT', command: buy('x', Number.MAX_SAFE_INTEGER, 2890) },
    { rule: 'PRICE_BAND', command: buy('x', 100, Number.MAX_SAFE_INTEGER) },
    { rule: 'INVALID_COMBINATION', command: buy('x', 100, 2890, { minimumQuantity: 2 ** 40 }) },
    { rule: 'INVALID_COMBINATION', command: gtdUntil('2026-03-15') },
    { rule: 'INVALID_COMBINATION', command: gtdUntil('2026-02-30') },
  ])('reject with $rule', ({ rule, command }) => {
    const { reportLines } = market(sell('s', 100, 2900));
    expect(reportLines(command)).toEqual([`x rejected ${rule}`]);
  });

  test('accept prices at both ends of the band', () => {
    const { reportLines } = market();
    expect(reportLines(buy('low', 100, 2000), sell('high', 100, 4000))).toHaveLength(2);
  });

  test('reject orders and replaces of a suspended instrument, and accept cancels', () => {
    const { reportLines } = market(buy('b', 100, 2890), define({ status: 'SUSPENDED', version: 2 }));
    expect(reportLines(buy('x', 100, 2890), replace('b', 'r', 100, 2891), cancel('b', 'r2'))).toEqual([
      'x rejected ASSET_NOT_ACTIVE',
      'b REPLACE_REJECTED ASSET_NOT_ACTIVE',
      'b canceled, 0 filled',
    ]);
  });

  test('reject orders of a delisted instrument, whose open orders are canceled', () => {
    const { reportLines } = market(buy('b', 100, 2890));
    expect(reportLines(define({ status: 'DELISTED', version: 2 }), buy('x', 100, 2890))).toEqual([
      'b canceled, 0 filled',
      'x rejected ASSET_NOT_ACTIVE',
    ]);
  });

  test.each(['CLOSED', 'PRE_OPEN', 'HALTED'] as const)('reject new orders in phase %s', (phase) => {
    expect(market(setPhase(phase)).reportLines(buy('x', 100, 2890))).toEqual(['x rejected PHASE']);
  });

  test('reject new orders before the first session', () => {
    const exchange = createExchange({ book: createNaiveBook });
    exchange.apply(define(), 0);
    expect(exchange.apply(buy('x', 100, 2890), 0)).toMatchObject([{ report: { rule: 'PHASE' } }]);
  });
});
