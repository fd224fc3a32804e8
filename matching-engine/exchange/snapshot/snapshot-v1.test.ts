import { describe, expect, test } from 'vitest';
import { createFastBook } from '../../core/fast/fast-book.ts';
import { buy, cancel, sell } from '#test/engine/commands.ts';
import { restoreExchange } from '../exchange.ts';
import { storedSnapshotSchema } from './snapshot-v1.ts';

const facts = {
  v: 1,
  type: 'DEFINE_INSTRUMENT',
  ticker: 'PETR4',
  group: 'CASH',
  status: 'ACTIVE',
  lotSize: 100,
  tickCentavos: 1,
  priceBand: { lowCentavos: 2000, highCentavos: 4000 },
  maxOrderQuantity: 1_000_000,
  previousCloseCentavos: 2890,
  version: 1,
};

const order = (orderId: string, priority: number, more: object = {}) => ({
  member: 'BROKER',
  orderId,
  accountId: 'acc_1',
  ticker: 'PETR4',
  side: 'BUY',
  orderType: 'LIMIT',
  timeInForce: 'DAY',
  correlationId: `c-${orderId}`,
  status: 'OPEN',
  quantity: 200,
  filledQuantity: 0,
  limitPriceTicks: 2890,
  priority,
  ...more,
});

/** A snapshot as version 1 was written: three bids, of which the last to come rests first in the member's list. */
const SNAPSHOT = {
  v: 1,
  tradeDate: '2026-03-16',
  priority: 5,
  phases: [['CASH', 'CONTINUOUS']],
  listings: [
    { facts, marketDataSequence: 9, tradeSequence: 3, lastTradeTicks: 2888, previousCloseTicks: 2900 },
  ],
  members: [
    {
      name: 'BROKER',
      reportSequence: 12,
      commandIds: { older: ['c1'], younger: ['c2'] },
      open: [
        order('late', 5),
        order('early', 2, { status: 'PARTIALLY_FILLED', filledQuantity: 100 }),
        order('better', 4, { limitPriceTicks: 2891, orderType: 'MARKET' }),
      ],
      ended: [order('gone', 0, { status: 'FILLED', filledQuantity: 200 })],
    },
  ],
};

describe('a snapshot of version 1', () => {
  const restored = () => restoreExchange(storedSnapshotSchema.parse(SNAPSHOT), { book: createFastBook });

  test('goes on with its orders in their places, and its sequences', () => {
    const events = restored().apply(sell('s', 500, 2890, { member: 'SIMULATOR' }), 1);
    const fills = events.flatMap((event) =>
      event.kind === 'REPORT' && event.report.type === 'FILLED' && event.report.member === 'BROKER'
        ? [
            `${event.report.sequence} ${event.report.orderId} ${event.report.fillQuantity} ${event.report.tradeId}`,
          ]
        : [],
    );
    expect(fills).toEqual(['13 better 200 PETR4-4', '14 early 100 PETR4-5', '15 late 200 PETR4-6']);
  });

  test('knows what was sent and what has ended', () => {
    const exchange = restored();
    expect(exchange.apply(buy('x', 100, 2880, { commandId: 'c1' }), 1)).toEqual([]);
    expect(exchange.apply(cancel('gone', 'r'), 1)).toMatchObject([
      { report: { type: 'CANCEL_REJECTED', rule: 'ORDER_ENDED' } },
    ]);
  });

  test('is written as one of the present version', () => {
    const snapshot = restored().capture();
    expect(snapshot.v).toBe(2);
    expect(storedSnapshotSchema.parse(JSON.parse(JSON.stringify(snapshot)))).toEqual(snapshot);
    expect(snapshot.listings[0]?.book).toMatchObject({ lastTicks: 2888, previousCloseTicks: 2900 });
  });

  test('of a version that nobody knows is refused', () => {
    expect(storedSnapshotSchema.safeParse({ ...SNAPSHOT, v: 3 }).success).toBe(false);
  });
});
