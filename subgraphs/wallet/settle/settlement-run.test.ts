import { setImmediate } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { silentLog } from '#platform/observability/log.ts';
import { createManualClock } from '#platform/time/manual-clock.ts';
import type { Ledger } from '../ledger/ledger.ts';
import type { WalletStore } from '../store/store.ts';
import { startSettlementRun } from './settlement-run.ts';

/** A settlement run over a store in which nothing is due: it shows for which days the run looks. */
async function createTrial() {
  const marketClock = createManualClock(Date.parse('2026-03-16T17:00:00Z'));
  const wallClock = createManualClock(0);
  const days: string[] = [];
  const state = { isFailing: false };
  const store: Pick<WalletStore, 'accountsDue'> = {
    accountsDue: async (day) => {
      days.push(day);
      if (state.isFailing) throw new Error('the store is down');
      return [];
    },
  };
  const run = await startSettlementRun({
    store: store as WalletStore,
    ledger: {} as Ledger,
    marketClock,
    wallClock,
    ids: (prefix) => prefix,
    log: silentLog,
  });
  return { run, marketClock, wallClock, days, state };
}

test('settles at start and at the beginning of every market day', async () => {
  const { run, marketClock, days } = await createTrial();
  marketClock.set(Date.parse('2026-03-17T02:59:59Z'));
  await setImmediate();
  expect(days).toEqual(['2026-03-16']);
  marketClock.set(Date.parse('2026-03-17T03:00:00Z'));
  await setImmediate();
  expect(days).toEqual(['2026-03-16', '2026-03-17']);
  await run.stop();
});

test('settles the newest day when days pass during a run', async () => {
  const { run, marketClock, days } = await createTrial();
  marketClock.set(Date.parse('2026-03-20T13:00:00Z'));
  await setImmediate();
  expect(days.at(-1)).toBe('2026-03-20');
  await run.stop();
});

test('repeats a run that failed', async () => {
  const { run, marketClock, wallClock, days, state } = await createTrial();
  state.isFailing = true;
  marketClock.set(Date.parse('2026-03-17T03:00:00Z'));
  await setImmediate();
  state.isFailing = false;
  wallClock.advance(1_000);
  await setImmediate();
  expect(days).toEqual(['2026-03-16', '2026-03-17', '2026-03-17']);
  await run.stop();
});

test('settles at once what was booked late', async () => {
  const { run, days } = await createTrial();
  await run.onDue('2026-03-17');
  expect(days).toHaveLength(1);
  await run.onDue('2026-03-16');
  expect(days).toHaveLength(2);
  await run.stop();
});
