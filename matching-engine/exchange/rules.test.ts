import { describe, expect, test } from 'vitest';
import {
  buy,
  cancel,
  marketBuy,
  marketSell,
  massCancel,
  replace,
  sell,
  setPhase,
} from '#test/support/engine/commands.ts';
import { BUY } from '../core/codes.ts';
import type { ExchangeCommand } from './commands.ts';
import { market } from '#test/support/engine/market.ts';

describe('price-time priority (B3: the better price first, then the earlier)', () => {
  test('the best price trades first, at the price of the resting order', () => {
    const { reportLines } = market(sell('worse', 100, 2902), sell('better', 100, 2901));
    expect(reportLines(buy('b', 200, 2910))).toEqual([
      'b accepted at 2910',
      'better filled 100 at 2901, 0 left',
      'b filled 100 at 2901, 100 left',
      'worse filled 100 at 2902, 0 left',
      'b filled 100 at 2902, 0 left',
    ]);
  });

  test('at one price the earlier order fills first', () => {
    const { reportLines } = market(buy('first', 300, 2890), buy('second', 100, 2890));
    expect(reportLines(sell('s', 200, 2890), sell('t', 200, 2890))).toEqual([
      's accepted at 2890',
      'first filled 200 at 2890, 100 left',
      's filled 200 at 2890, 0 left',
      't accepted at 2890',
      'first filled 100 at 2890, 0 left',
      't filled 100 at 2890, 100 left',
      'second filled 100 at 2890, 0 left',
      't filled 100 at 2890, 0 left',
    ]);
  });

  test('rests an order that does not cross, and the rest of an order that crosses', () => {
    const { reportLines, exchange } = market(sell('s', 100, 2900), buy('low', 100, 2899));
    expect(reportLines(buy('b', 300, 2900))).toContain('b filled 100 at 2900, 200 left');
    expect(exchange.state.listings.get('PETR4')?.book.levels(BUY, Infinity)).toEqual([
      { priceTicks: 2900, quantity: 200, orders: 1 },
      { priceTicks: 2899, quantity: 100, orders: 1 },
    ]);
  });
});

describe('market orders (B3: the best opposite price, the rest becomes a limit order there)', () => {
  test('a market order trades with the best level only and rests at its price', () => {
    const { reportLines, exchange } = market(sell('a', 100, 2900), sell('b', 100, 2901));
    expect(reportLines(marketBuy('m', 300))).toEqual([
      'm accepted at 2900',
      'a filled 100 at 2900, 0 left',
      'm filled 100 at 2900, 200 left',
    ]);
    expect(exchange.state.listings.get('PETR4')?.book.bestTicks(BUY)).toBe(2900);
  });

  test('a market order is rejected without an opposite price', () => {
    expect(market(buy('b', 100, 2890)).reportLines(marketBuy('m', 100))).toEqual([
      'm rejected NO_OPPOSITE_PRICE',
    ]);
    expect(market().reportLines(marketSell('m', 100))).toEqual(['m rejected NO_OPPOSITE_PRICE']);
  });

  test.each([
    { side: 'a buy', command: marketBuy('m', 100, { protectionPriceTicks: 2895 }) },
    { side: 'a sell', command: marketSell('m', 100, { protectionPriceTicks: 2895 }) },
  ])('$side trades nothing and rests at its protection when the opposite price is worse', ({ command }) => {
    const { reportLines } = market(sell('s', 100, 2900), buy('b', 100, 2890));
    expect(reportLines(command)).toEqual(['m accepted at 2895']);
  });

  test('a protection beyond the opposite price has no effect', () => {
    const { reportLines } = market(sell('s', 200, 2900));
    expect(reportLines(marketBuy('m', 100, { protectionPriceTicks: 2905 }))).toEqual([
      'm accepted at 2900',
      's filled 100 at 2900, 100 left',
      'm filled 100 at 2900, 0 left',
    ]);
  });

  test('immediate or cancel: the rest of the best level expires', () => {
    const { reportLines } = market(sell('s', 100, 2900), sell('t', 100, 2901));
    expect(reportLines(marketBuy('m', 200, { timeInForce: 'IOC' })).at(-1)).toBe(
      'm expired IMMEDIATE_OR_CANCEL',
    );
  });

  test('fill or kill: the best level alone must suffice', () => {
    const { reportLines } = market(sell('s', 100, 2900), sell('t', 100, 2901));
    expect(reportLines(marketBuy('m', 200, { timeInForce: 'FOK' }))).toEqual([
      'm accepted at 2900',
      'm expired FILL_OR_KILL',
    ]);
  });
});

describe('time in force (B3: schema TIF 0 day, 3 IOC, 4 FOK)', () => {
  test('immediate or cancel fills what it can and never rests', () => {
    const { reportLines, exchange } = market(sell('s', 100, 2900));
    expect(reportLines(buy('b', 200, 2900, { timeInForce: 'IOC' }))).toEqual([
      'b accepted at 2900',
      's filled 100 at 2900, 0 left',
      'b filled 100 at 2900, 100 left',
      'b expired IMMEDIATE_OR_CANCEL',
    ]);
    expect(reportLines(buy('c', 200, 2900, { timeInForce: 'IOC' })).at(-1)).toBe(
      'c expired IMMEDIATE_OR_CANCEL',
    );
    expect(exchange.state.listings.get('PETR4')?.book.levels(BUY, Infinity)).toEqual([]);
  });

  test('fill or kill fills whole over several levels, or nothing trades', () => {
    const { reportLines } = market(sell('s', 100, 2900), sell('t', 100, 2901), sell('u', 500, 2902));
    expect(reportLines(buy('b', 300, 2901, { timeInForce: 'FOK' }))).toEqual([
      'b accepted at 2901',
      'b expired FILL_OR_KILL',
    ]);
    expect(reportLines(buy('c', 200, 2901, { timeInForce: 'FOK' })).at(-1)).toBe(
      'c filled 100 at 2901, 0 left',
    );
  });

  test('day orders expire with their session, in order of entry', () => {
    const { reportLines } = market(buy('b', 100, 2890), sell('s', 100, 2900));
    expect(reportLines(setPhase('CLOSED'))).toEqual(['b expired END_OF_DAY', 's expired END_OF_DAY']);
  });
});

describe('replace (B3: a new price or a larger quantity loses priority, a smaller quantity keeps it)', () => {
  const queue = () => market(buy('first', 200, 2890), buy('second', 200, 2890));
  const firstToTrade = (own: ReturnType<typeof market>): string | undefined =>
    own.reportLines(sell('s', 100, 2890))[1]?.split(' ')[0];

  test.each([
    {
      change: 'a smaller quantity keeps priority',
      request: replace('first', 'r', 100, null),
      next: 'first',
    },
    {
      change: 'a replace without a change keeps priority',
      request: replace('first', 'r', 200, 2890),
      next: 'first',
    },
    {
      change: 'a larger quantity loses priority',
      request: replace('first', 'r', 300, 2890),
      next: 'second',
    },
  ])('$change', ({ request, next }) => {
    const own = queue();
    expect(own.reportLines(request)).toHaveLength(1);
    expect(firstToTrade(own)).toBe(next);
  });

  test('another price loses priority, also when the old price is restored', () => {
    const own = queue();
    own.reportLines(replace('first', 'r1', 200, 2889), replace('first', 'r2', 200, 2890));
    expect(firstToTrade(own)).toBe('second');
  });

  test('a price that crosses trades', () => {
    const { reportLines } = market(sell('s', 100, 2900), buy('b', 200, 2890));
    expect(reportLines(replace('b', 'r', 200, 2900))).toEqual([
      'b replaced, 200 at 2900',
      's filled 100 at 2900, 0 left',
      'b filled 100 at 2900, 100 left',
    ]);
  });

  test.each([100, 200])('a total of %i, at or below the filled quantity, cancels the rest', (quantity) => {
    const { reportLines } = market(buy('b', 500, 2890), sell('s', 200, 2890));
    expect(reportLines(replace('b', 'r', quantity, null))).toEqual(['b canceled, 200 filled']);
    expect(reportLines(replace('b', 'r2', 500, null))).toEqual(['b REPLACE_REJECTED ORDER_ENDED']);
  });

  test('the total includes the filled quantity', () => {
    const { reportLines } = market(buy('b', 500, 2890), sell('s', 200, 2890));
    expect(reportLines(replace('b', 'r', 600, 2890))).toEqual(['b replaced, 400 at 2890']);
  });

  test('a rejected replace changes neither the order nor its priority', () => {
    const own = queue();
    expect(own.reportLines(replace('first', 'r', 250, null))).toEqual(['first REPLACE_REJECTED LOT_SIZE']);
    expect(own.reportLines(replace('first', 'r2', 200, 5000))).toEqual(['first REPLACE_REJECTED PRICE_BAND']);
    expect(firstToTrade(own)).toBe('first');
  });
});

describe('a cancel', () => {
  test('cancels the open quantity once', () => {
    const { reportLines } = market(buy('b', 200, 2890), sell('s', 100, 2890));
    expect(reportLines(cancel('b', 'r'), cancel('b', 'r2'), cancel('none', 'r3'))).toEqual([
      'b canceled, 100 filled',
      'b CANCEL_REJECTED ORDER_ENDED',
      'none CANCEL_REJECTED ORDER_NOT_FOUND',
    ]);
  });

  test("does not find another member's order", () => {
    const { reportLines } = market(buy('b', 200, 2890));
    expect(reportLines(cancel('b', 'r', { member: 'SIMULATOR' }))).toEqual([
      'b CANCEL_REJECTED ORDER_NOT_FOUND',
    ]);
  });

  test('is accepted in a halt', () => {
    expect(market(buy('b', 200, 2890), setPhase('HALTED')).reportLines(cancel('b', 'r'))).toEqual([
      'b canceled, 0 filled',
    ]);
  });

  test('of many orders selects by account, ticker and side among the orders of the member', () => {
    const before = [
      buy('b1', 100, 2890),
      buy('b2', 100, 2889, { accountId: 'acc_2' }),
      sell('s1', 100, 2900),
      buy('other', 100, 2890, { member: 'SIMULATOR' }),
    ];
    const canceled = (request: ExchangeCommand) => market(...before).reportLines(request);
    expect(canceled(massCancel('r'))).toEqual([
      'b1 canceled, 0 filled',
      'b2 canceled, 0 filled',
      's1 canceled, 0 filled',
      'mass canceled 3',
    ]);
    expect(canceled(massCancel('r', { accountId: 'acc_2' }))).toEqual([
      'b2 canceled, 0 filled',
      'mass canceled 1',
    ]);
    expect(canceled(massCancel('r', { side: 'SELL' }))).toEqual(['s1 canceled, 0 filled', 'mass canceled 1']);
    expect(canceled(massCancel('r', { ticker: 'VALE3' }))).toEqual(['mass canceled 0']);
  });
});

describe('repeated ids', () => {
  test("a member's repeated command is dropped; another member's same id is not", () => {
    const { reportLines } = market(buy('b', 100, 2890));
    expect(reportLines(buy('b', 100, 2890))).toEqual([]);
    expect(reportLines(buy('b', 100, 2890, { member: 'SIMULATOR' }))).toEqual(['b accepted at 2890']);
  });

  test('an order id is never reused, not even of an order that ended or was rejected', () => {
    const { reportLines } = market(buy('b', 100, 2890), cancel('b', 'r'), buy('bad', 150, 2890));
    expect(reportLines(buy('b', 100, 2890, { commandId: 'again' }))).toEqual(['b rejected ID_REUSED']);
    expect(reportLines(buy('bad', 100, 2890, { commandId: 'again2' }))).toEqual(['bad rejected ID_REUSED']);
  });

  test('a reused id leaves the first order open', () => {
    const { reportLines } = market(buy('b', 100, 2890));
    expect(reportLines(buy('b', 200, 2895, { commandId: 'again' }))).toEqual(['b rejected ID_REUSED']);
    expect(reportLines(sell('s', 100, 2890))).toContain('b filled 100 at 2890, 0 left');
  });
});
