import { expect, test } from 'vitest';
import { B3_COST_TABLES } from '#domain/costs/cost-table.ts';
import { createTradingCalendar } from '#domain/calendar/trading-calendar.ts';
import { createManualClock } from '#platform/time/manual-clock.ts';
import type { AccountState, OpenTrade } from '../store/store.ts';
import { createOpenDaysReader } from './open-days-reader.ts';

const DAY = '2026-11-30';

const tradeOf = (sequence: number): OpenTrade => ({
  sequence,
  executionId: `exe_${sequence}`,
  orderId: `ord_${sequence}`,
  tradeDate: DAY,
  settlesOn: '2026-12-02',
  atMs: sequence,
  ticker: 'PETR4',
  asset: 'PETR4',
  kind: 'PREFERRED_STOCK',
  side: 'BUY',
  quantity: 100,
  priceCentavos: 2_000,
  grossCentavos: 200_000,
  isAuction: false,
  provisionalCentavos: 60,
  brokerage: { type: 'NONE' },
});

/** A reader over a database with one account, which counts the trades that it reads and the folds. */
function createScene() {
  const clock = createManualClock(0);
  const counts = { trades: 0, folds: 0, states: 0 };
  const trades: OpenTrade[] = [];
  let entrySequence = 0;
  let openTradeSequence = 0;
  let notesVersion = '';
  const state = (): AccountState => ({
    account: { id: 'acc_1', ownerId: 'usr_1', name: 'main', createdAtMs: 0 },
    entrySequence,
    openTradeSequence,
    holdings: new Map(),
    positions: new Map(),
    notesVersion,
  });
  const reader = createOpenDaysReader({
    store: {
      personStates: async () => {
        counts.states += 1;
        return [state()];
      },
      openTrades: async (_accountId, { after, until }, limit) => {
        const page = trades.filter(({ sequence }) => sequence > after && sequence <= until).slice(0, limit);
        counts.trades += page.length;
        return page;
      },
      volumesOfOwners: async () => new Map(),
    },
    notes: {
      newest: async () => {
        counts.folds += 1;
        return [null];
      },
    },
    rules: { tables: B3_COST_TABLES, calendar: createTradingCalendar() },
    wallClock: clock,
  });
  const bought = async (): Promise<number> => {
    const [view] = await reader.read(['acc_1']);
    if (!view || view instanceof Error) throw view ?? new Error('no view');
    return view.openDays.positions.get('PETR4')?.quantity ?? 0;
  };
  return {
    counts,
    bought,
    book: (count: number): void => {
      for (let index = 0; index < count; index += 1) trades.push(tradeOf((entrySequence += 1)));
      openTradeSequence = entrySequence;
    },
    /** Books an entry that is no trade. */
    reserve: (): void => void (entrySequence += 1),
    close: (): void => {
      trades.length = 0;
      openTradeSequence = 0;
      notesVersion = `${DAY} 1 1`;
    },
  };
}

test('reads the trades of a day once, however often the account is read', async () => {
  const { counts, book, bought } = createScene();
  book(2_500);
  for (let read = 0; read < 5; read += 1) expect(await bought()).toBe(250_000);
  expect(counts).toMatchObject({ trades: 2_500, folds: 1 });
});

test('reads new trades alone, and folds nothing after an entry that is no trade', async () => {
  const { counts, book, reserve, bought } = createScene();
  book(100);
  await bought();
  book(1);
  expect(await bought()).toBe(10_100);
  reserve();
  const { states } = counts;
  expect(await bought()).toBe(10_100);
  expect(counts).toMatchObject({ trades: 101, folds: 2, states: states + 1 });
});

test('readers of one account at the same time share a fold', async () => {
  const { counts, book, bought } = createScene();
  book(100);
  expect(await Promise.all(Array.from({ length: 20 }, bought))).toEqual(Array(20).fill(10_000));
  // One has begun, and all that come later share the next one.
  expect(counts.folds).toBeLessThanOrEqual(2);
});

test('a read sees what was booked before it, also while an older fold runs', async () => {
  const { book, bought } = createScene();
  book(1);
  const first = bought();
  await Promise.resolve();
  await Promise.resolve();
  book(1);
  const second = bought();
  book(1);
  expect(await Promise.all([first, second, bought()])).toEqual([expect.any(Number), expect.any(Number), 300]);
  expect(await second).toBeGreaterThanOrEqual(200);
});

test('a day that closes takes its trades along', async () => {
  const { book, close, bought } = createScene();
  book(100);
  await bought();
  close();
  expect(await bought()).toBe(0);
});
