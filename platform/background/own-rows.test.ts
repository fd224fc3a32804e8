import { setImmediate } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { silentLog } from '../observability/log.ts';
import { createManualClock } from '../time/manual-clock.ts';
import { createOwnRows } from './own-rows.ts';

/** A table whose rows are texts, and the rows that were published. */
function createTrial(maxSize = 100) {
  const clock = createManualClock(0);
  const table = new Map<bigint, string>();
  const published: string[] = [];
  const state = { removals: 0, isFailing: false, isRemovalFailing: false };
  const own = createOwnRows<string>({
    name: 'trial',
    sizeOf: ({ length }) => length,
    maxSize,
    remove: async (ids) => {
      if (state.isRemovalFailing) throw new Error('no');
      state.removals += 1;
      for (const id of ids) table.delete(id);
    },
    clock,
    log: silentLog,
  });
  const publish = async (rows: readonly string[]): Promise<void> => {
    if (state.isFailing) throw new Error('no');
    published.push(...rows);
  };
  const readTable = async (): Promise<number> => {
    const rows = [...table];
    await publish(rows.map(([, row]) => row));
    for (const [id] of rows) {
      table.delete(id);
      own.recent.remove(id);
    }
    return rows.length;
  };
  let lastId = 0n;
  /** Writes a row; `isKnown` false: the answer of the commit is lost. */
  const write = (row: string, isKnown = true): void => {
    table.set((lastId += 1n), row);
    if (isKnown) own.recent.add(lastId, row);
    else own.onUncertain();
  };
  const advance = async (ms: number): Promise<void> => {
    clock.advance(ms);
    await setImmediate();
  };
  return { own, table, published, state, write, advance, run: () => own.publish(publish, readTable) };
}

test('publishes rows from before the start from the table, later ones from memory, each once and in order', async () => {
  const { own, table, published, state, write, run, advance } = createTrial();
  table.set(0n, 'before');
  await run();
  for (const row of ['a', 'b', 'c']) write(row);
  await run();
  write('d');
  await run();
  expect(published).toEqual(['before', 'a', 'b', 'c', 'd']);
  expect([table.size, own.publishedSize, state.removals]).toEqual([4, 4, 0]);
  await advance(250);
  expect([table.size, own.publishedSize, state.removals]).toEqual([0, 0, 1]);
});

test('a row whose commit is uncertain, and rows that memory had no room for, are read from the table', async () => {
  const { published, write, run } = createTrial(2);
  await run();
  write('lost', false);
  await run();
  for (const row of ['a', 'b', 'c']) write(row);
  await run();
  expect(published).toEqual(['lost', 'a', 'b', 'c']);
});

test('what was not confirmed is published again, from memory and from the table', async () => {
  const { published, state, write, run } = createTrial();
  write('a');
  state.isFailing = true;
  await expect(run()).rejects.toThrow('no');
  state.isFailing = false;
  await run();
  write('b');
  state.isFailing = true;
  await expect(run()).rejects.toThrow('no');
  state.isFailing = false;
  await run();
  expect(published).toEqual(['a', 'b']);
});

test('a removal that fails is repeated, and a stop removes what is left', async () => {
  const { own, table, state, write, run, advance } = createTrial();
  await run();
  write('a');
  await run();
  state.isRemovalFailing = true;
  await advance(250);
  expect(table.size).toBe(1);
  state.isRemovalFailing = false;
  await advance(10_000);
  expect(table.size).toBe(0);
  write('b');
  await run();
  await own.stop();
  expect(table.size).toBe(0);
});
