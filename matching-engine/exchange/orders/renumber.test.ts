import { expect, test } from 'vitest';
import { buy, cancel, define, sell } from '#test/support/engine/commands.ts';
import { createFastBook } from '../../core/fast/fast-book.ts';
import type { ExchangeCommand } from '../commands.ts';
import { createExchange, restoreExchange, type Exchange } from '../exchange.ts';

const FROM = 1_773_000_000_000;
const renumber: ExchangeCommand = {
  v: 1,
  type: 'RENUMBER',
  forMember: 'BROKER',
  from: FROM,
  commandNumber: 9,
};

function applyAll(exchange: Exchange, ...commands: readonly ExchangeCommand[]) {
  const events = commands.flatMap((command) => exchange.apply(command, 1_000));
  return {
    reports: events.flatMap((event) => (event.kind === 'REPORT' ? event.report : [])),
    marketData: events.flatMap((event) => (event.kind === 'MARKET_DATA' ? event.message : [])),
  };
}

test('a renumbered journal cancels the orders of the member, and counts on above all known sequences', () => {
  const exchange = createExchange({ book: createFastBook });
  applyAll(
    exchange,
    define(),
    { v: 1, type: 'SET_PHASE', group: 'CASH', phase: 'CONTINUOUS', tradeDate: '2026-03-16' },
    buy('old', 100, 2890, { number: 1 }),
    sell('other', 100, 2900, { member: 'SIMULATOR' }),
  );
  const { reports, marketData } = applyAll(exchange, renumber);
  expect(reports).toMatchObject([{ type: 'CANCELED', orderId: 'old', sequence: 2 }]);
  expect(marketData.at(-1)).toMatchObject({
    ...{ type: 'BOOK_SNAPSHOT', ticker: 'PETR4', tradeSequence: FROM, bids: [] },
    asks: [{ priceTicks: 2900, quantity: 100 }],
  });
  expect(marketData.every(({ sequence }) => sequence > FROM)).toBe(true);

  const restored = restoreExchange(exchange.capture(), { book: createFastBook });
  const after = applyAll(
    restored,
    buy('repeat', 100, 2900, { number: 9 }),
    buy('next', 100, 2900, { number: 10 }),
    define({ ticker: 'VALE3' }),
    cancel('next', 'r', { member: 'LATER', number: 1 }),
  );
  expect(after.reports.filter(({ member }) => member === 'BROKER')).toMatchObject([
    { type: 'ACCEPTED', orderId: 'next', sequence: FROM + 1 },
    { type: 'FILLED', sequence: FROM + 2, tradeId: `PETR4-${FROM + 1}` },
  ]);
  expect(after.reports.at(-1)).toMatchObject({ member: 'LATER', sequence: FROM + 1 });
  expect(after.marketData.find(({ ticker }) => ticker === 'VALE3')?.sequence).toBe(FROM + 1);
});
