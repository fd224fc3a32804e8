import { describe, expect, test } from 'vitest';
import type { NewOrder } from '#contracts/messages/engine-commands.ts';
import {
  buy,
  cancel,
  DAY,
  define,
  endSession,
  marketBuy,
  massCancel,
  NEXT_DAY,
  replace,
  sell,
  setPhase,
  stop,
} from '#test/support/engine/commands.ts';
import { createFastBook } from '../core/fast/fast-book.ts';
import { market } from '#test/support/engine/market.ts';
import { createExchange } from './exchange.ts';

/** Orders whose trade makes 2890 the last price. */
const lastAt2890 = [sell('l1', 100, 2890), buy('l2', 100, 2890)];

describe('stop orders', () => {
  test('wait without a limit, are triggered by a trade and report their new limit', () => {
    const { reports } = market(
      ...lastAt2890,
      sell('s', 100, 2900),
      sell('t', 100, 2901),
      buy('b', 100, 2880),
    );
    expect(reports(stop('x', 'BUY', 200, 2900))).toMatchObject([{ type: 'ACCEPTED', limitPriceTicks: null }]);
    expect(reports(buy('c', 100, 2900))).toMatchObject([
      { type: 'ACCEPTED', orderId: 'c' },
      { type: 'FILLED', orderId: 's' },
      { type: 'FILLED', orderId: 'c' },
      { type: 'TRIGGERED', orderId: 'x', correlationId: 'c-x', limitPriceTicks: 2901 },
      { type: 'FILLED', orderId: 't', liquidity: 'MAKER' },
      { type: 'FILLED', orderId: 'x', liquidity: 'TAKER', limitPriceTicks: 2901, leavesQuantity: 100 },
    ]);
  });

  test('a stop-limit order keeps its limit', () => {
    const { reports } = market(...lastAt2890, sell('s', 100, 2900));
    reports(stop('x', 'BUY', 100, 2900, { orderType: 'STOP_LIMIT', limitPriceTicks: 2905 }));
    expect(reports(buy('c', 100, 2900)).slice(3)).toMatchObject([
      { type: 'TRIGGERED', orderId: 'x', limitPriceTicks: 2905 },
    ]);
  });

  test('report all their terms when replaced', () => {
    const { reports, reportLines } = market(...lastAt2890);
    reportLines(stop('x', 'SELL', 200, 2880, { orderType: 'STOP_LIMIT', limitPriceTicks: 2870 }));
    expect(reports(replace('x', 'r', 300, 2860, { stopPriceTicks: 2875 }))).toMatchObject([
      { type: 'REPLACED', quantity: 300, limitPriceTicks: 2860, stopPriceTicks: 2875, requestId: 'r' },
    ]);
    expect(reportLines(replace('x', 'r2', 300, null, { stopPriceTicks: 2890 }))).toEqual([
      'x REPLACE_REJECTED STOP_PRICE',
    ]);
    expect(reportLines(cancel('x', 'r3'))).toEqual(['x canceled, 0 filled']);
  });
});

test('a triggered stop has no stop price, replaced or not', () => {
  const { reports } = market(...lastAt2890, sell('s', 100, 2900));
  reports(stop('x', 'BUY', 200, 2900));
  reports(buy('c', 100, 2900));
  const [replaced] = reports(replace('x', 'r', 100, null));
  expect(replaced).toMatchObject({ type: 'REPLACED', limitPriceTicks: 2900 });
  expect(replaced).not.toHaveProperty('stopPriceTicks');
});

describe('icebergs', () => {
  test('display a part, and the next part after it has traded', () => {
    const { marketData } = market();
    expect(marketData(sell('i', 500, 2900, { displayQuantity: 200 }))).toMatchObject([
      { type: 'BOOK_CHANGED', changes: [{ side: 'SELL', priceTicks: 2900, quantity: 200, orders: 1 }] },
    ]);
    expect(marketData(buy('b', 300, 2900)).filter(({ type }) => type === 'BOOK_CHANGED')).toMatchObject([
      { changes: [{ side: 'SELL', priceTicks: 2900, quantity: 100, orders: 1 }] },
    ]);
  });

  test('report a replaced displayed quantity', () => {
    const { reports } = market(sell('i', 500, 2900, { displayQuantity: 200 }));
    expect(reports(replace('i', 'r', 500, null, { displayQuantity: 100 }))).toMatchObject([
      { type: 'REPLACED', displayQuantity: 100, limitPriceTicks: 2900 },
    ]);
    expect(reports(replace('i', 'r2', 400, null))).toMatchObject([
      { type: 'REPLACED', displayQuantity: 100 },
    ]);
  });
});

describe('self-trade prevention', () => {
  const own = (selfTradePrevention?: NewOrder['selfTradePrevention']): Partial<NewOrder> => ({
    investorId: 'i1',
    ...(selfTradePrevention ? { selfTradePrevention } : {}),
  });
  const resting = [buy('r1', 100, 2890, own()), buy('r2', 100, 2890), buy('r3', 100, 2890, own())];

  test('reports the canceled rest of the aggressor', () => {
    expect(market(...resting).reports(sell('a', 300, 2890, own('CANCEL_AGGRESSOR')))).toMatchObject([
      { type: 'ACCEPTED', orderId: 'a' },
      { type: 'CANCELED', orderId: 'a', reason: 'SELF_TRADE', requestId: null, correlationId: 'c-a' },
    ]);
  });

  test('reports canceled resting orders, each under its own correlation id', () => {
    expect(market(...resting).reports(sell('a', 300, 2890, own('CANCEL_RESTING')))).toMatchObject([
      { type: 'ACCEPTED', orderId: 'a' },
      { type: 'CANCELED', orderId: 'r1', reason: 'SELF_TRADE', correlationId: 'c-r1' },
      { type: 'FILLED', orderId: 'r2' },
      { type: 'FILLED', orderId: 'a' },
      { type: 'CANCELED', orderId: 'r3', reason: 'SELF_TRADE' },
    ]);
  });

  test('reports both canceled orders, the resting one first', () => {
    expect(market(...resting).reports(sell('a', 300, 2890, own('CANCEL_BOTH')))).toMatchObject([
      { type: 'ACCEPTED', orderId: 'a' },
      { type: 'CANCELED', orderId: 'r1', reason: 'SELF_TRADE', requestId: null, leavesQuantity: 0 },
      { type: 'CANCELED', orderId: 'a', reason: 'SELF_TRADE', requestId: null, leavesQuantity: 0 },
    ]);
  });

  test('answers a replace that crosses an own order with REPLACED alone', () => {
    const { reports } = market(sell('s', 100, 2900, own()), buy('b', 100, 2890, own('CANCEL_BOTH')));
    expect(reports(replace('b', 'r', 100, 2900))).toMatchObject([
      { type: 'REPLACED', orderId: 'b', requestId: 'r' },
      { type: 'CANCELED', orderId: 's', requestId: null, correlationId: 'c-s' },
      { type: 'CANCELED', orderId: 'b', requestId: null, correlationId: 'c-b' },
    ]);
  });

  test('does not apply between equal investor ids of two members', () => {
    const { reportLines } = market(buy('r', 100, 2890, { ...own(), member: 'SIMULATOR' }));
    expect(reportLines(sell('a', 100, 2890, own('CANCEL_BOTH')))).toContain('a filled 100 at 2890, 0 left');
  });
});

describe('mass cancels', () => {
  test('[MASS_CANCEL] cancels all open orders, waiting stops and orders for a call included, in order of entry', () => {
    const { reportLines } = market(
      ...lastAt2890,
      buy('b', 100, 2880),
      stop('x', 'BUY', 100, 2900),
      sell('c', 100, 2900, { timeInForce: 'AT_CLOSE' }),
    );
    expect(reportLines(massCancel('r'))).toEqual([
      'b canceled, 0 filled',
      'x canceled, 0 filled',
      'c canceled, 0 filled',
      'mass canceled 3',
    ]);
  });

  test('[CANCEL_ON_DISCONNECT] cancels the orders of an ended member session, and no other orders of the member', () => {
    const { reports } = market(
      buy('a', 100, 2890, { sessionId: 's1' }),
      buy('b', 100, 2890, { sessionId: 's2' }),
      buy('c', 100, 2890),
      stop('d', 'BUY', 100, 2900, { sessionId: 's1' }),
      buy('e', 100, 2890, { sessionId: 's1', member: 'SIMULATOR' }),
    );
    expect(reports(endSession('s1', 'end'))).toMatchObject([
      { type: 'CANCELED', orderId: 'a', reason: 'DISCONNECT', requestId: null },
      { type: 'CANCELED', orderId: 'd', reason: 'DISCONNECT', requestId: null },
    ]);
    expect(reports(endSession('s1', 'end2'))).toEqual([]);
  });
});

describe('calls', () => {
  test('emit theoretical prices, then trade at one price without an aggressor', () => {
    const own = market(setPhase('CLOSING_CALL'));
    expect(own.marketData(buy('b', 300, 2895))).toMatchObject([{ type: 'BOOK_CHANGED' }]);
    expect(own.marketData(sell('s', 200, 2885))).toMatchObject([
      { type: 'BOOK_CHANGED' },
      { type: 'THEORETICAL', priceTicks: 2890, quantity: 200 },
    ]);
    expect(own.marketData(cancel('s', 'r'))).toMatchObject([
      { type: 'BOOK_CHANGED' },
      { type: 'THEORETICAL', priceTicks: null, quantity: 0 },
    ]);
    own.reportLines(sell('t', 200, 2885));
    const events = own.marketData(setPhase('CLOSED'));
    expect(events.map(({ type }) => type)).toEqual(['TRADE', 'BOOK_CHANGED', 'PHASE_CHANGED']);
    expect(events[0]).toMatchObject({ priceTicks: 2890, quantity: 200, aggressor: null });
  });

  test('report both fills with liquidity AUCTION, and expire the rest of orders for the call', () => {
    const { reports } = market(setPhase('CLOSING_CALL'), sell('s', 200, 2885));
    reports(marketBuy('m', 300, { timeInForce: 'AT_CLOSE' }));
    expect(reports(setPhase('CLOSED'))).toMatchObject([
      { type: 'FILLED', orderId: 'm', liquidity: 'AUCTION', fillQuantity: 200 },
      { type: 'FILLED', orderId: 's', liquidity: 'AUCTION', leavesQuantity: 0 },
      { type: 'EXPIRED', orderId: 'm', reason: 'AUCTION', filledQuantity: 200 },
    ]);
  });

  test('report their trades under their own trade date when the next session begins at once', () => {
    const { reports } = market(setPhase('CLOSING_CALL'), sell('s', 100, 2885), buy('b', 100, 2885));
    const events = reports(setPhase('PRE_OPEN', NEXT_DAY));
    expect(events.map(({ type, tradeDate }) => `${type} ${tradeDate}`)).toEqual([
      `FILLED ${DAY}`,
      `FILLED ${DAY}`,
    ]);
  });
});

describe('[TWIN_BOOKS] the fractional market', () => {
  const fractional = { ticker: 'PETR4F' };
  const twins = () =>
    market(define({ ...fractional, lotSize: 1, maxOrderQuantity: 99 }), sell('round', 100, 2890));

  test('does not match round lots', () => {
    expect(twins().reportLines(buy('f', 50, 2895, fractional))).toEqual(['f accepted at 2895']);
  });

  test('[TWIN_BOOK_LOTS] trades 1 to 99 shares, the round-lot book whole lots', () => {
    const { reportLines } = twins();
    expect(reportLines(sell('a', 99, 2890, fractional), buy('b', 1, 2890, fractional))).toContain(
      'b filled 1 at 2890, 0 left',
    );
    expect(reportLines(buy('c', 100, 2890, fractional), buy('d', 50, 2890))).toEqual([
      'c rejected QUANTITY_LIMIT',
      'd rejected LOT_SIZE',
    ]);
  });
});

test('reports carry the shard unless it is 0', () => {
  const shardsOf = (shard: number): (number | undefined)[] => {
    const exchange = createExchange({ book: createFastBook, shard });
    return exchange
      .apply(buy('a', 100, 2890), 0)
      .flatMap((event) => (event.kind === 'REPORT' ? [event.report.shard] : []));
  };
  expect(shardsOf(2)).toEqual([2]);
  expect(shardsOf(0)).toEqual([undefined]);
});

describe('a suspended instrument', () => {
  test('is halted until its readmission: its call does not trade', () => {
    const own = market(
      setPhase('CLOSING_CALL'),
      sell('s', 100, 2885),
      buy('b', 100, 2885, { timeInForce: 'GTC' }),
    );
    expect(own.marketData(define({ status: 'SUSPENDED', version: 2 }))).toMatchObject([
      { type: 'PHASE_CHANGED', phase: 'HALTED', cause: 'HALT' },
    ]);
    expect(own.reportLines(setPhase('CLOSED'))).toEqual(['s expired END_OF_DAY']);
    expect(own.marketData(setPhase('CONTINUOUS', NEXT_DAY))).toMatchObject([{ phase: 'HALTED' }]);
    expect(own.marketData(define({ version: 3 }))).toMatchObject([{ phase: 'CONTINUOUS' }]);
    expect(own.reportLines(sell('t', 100, 2885))).toContain('b filled 100 at 2885, 0 left');
  });
});
