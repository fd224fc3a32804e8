import { mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import type { HistoryAsset } from '#domain/market/history-asset.ts';
import { existsSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { SETTINGS } from '#processes/settings/settings.ts';
import { environment, readSettings } from '#platform/config.ts';
import { createIdSource } from '#platform/ids.ts';
import { silentLog } from '#platform/observability/log.ts';
import { createManualClock } from '#platform/time/manual-clock.ts';
import { noMetrics } from '#platform/observability/metrics.ts';
import { createTestDatabase } from '#test/support/database/database.ts';
import { openPostgresHistory } from '../history/history.postgres.ts';
import type { QuoteHistory } from '../history/history.ts';
import { cotahistFile, quoteLine } from '../test/cotahist-lines.ts';
import { importCotahist } from './import-cotahist.ts';
import { createIngestion } from './ingestion.ts';
import { openFolderSource } from './source.folder.ts';

let history: QuoteHistory;
let folder: string;
beforeAll(async () => {
  history = await openPostgresHistory(await createTestDatabase('market-data'));
});
afterAll(() => history.close());
beforeEach(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'ingestion-'));
  return () => rm(folder, { recursive: true });
});

/** A clock so late that no file of the folder counts as still being written. */
async function clockAfter(): Promise<ReturnType<typeof createManualClock>> {
  const { mtimeMs } = await stat(folder);
  return createManualClock(Math.ceil(mtimeMs) + 60_000);
}
async function ingestionAt(wallClock: ReturnType<typeof createManualClock>) {
  const source = await openFolderSource(folder, wallClock);
  const dependencies = {
    history,
    source,
    addHistoryAssets: async () => 0,
    wallClock,
    ids: createIdSource(wallClock),
    log: silentLog,
    metrics: noMetrics,
  };
  return createIngestion(dependencies);
}
const put = (name: string, content: string) => writeFile(path.join(folder, name), content, 'latin1');

test('imports each file once, and parks a bad file with its reason', async () => {
  const before = await history.countQuotes();
  await put('a.txt', cotahistFile(quoteLine('AAAA3', 100)));
  await put('b.txt', cotahistFile(quoteLine('BBBB3', 100)).slice(0, 300));
  await put('c.txt', cotahistFile(quoteLine('CCCC3', 100)));
  await put('again.txt', cotahistFile(quoteLine('AAAA3', 100)));
  await put('.hidden', 'half a file');
  const ingestion = await ingestionAt(await clockAfter());
  expect(await ingestion.run()).toEqual({ hasLease: true, imported: 2, known: 1, parked: 1 });
  expect(await ingestion.run()).toEqual({ hasLease: true, imported: 0, known: 0, parked: 0 });
  expect((await readdir(folder)).sort()).toEqual(['.hidden', 'done', 'parked']);
  expect((await readdir(path.join(folder, 'done'))).sort()).toEqual(['a.txt', 'again.txt', 'c.txt']);
  expect(await readFile(path.join(folder, 'parked/b.txt.reason'), 'utf8')).toContain('line 2: it has');
  expect(await history.countQuotes()).toBe(before + 2);
});

test('keeps both files when a file has the name of an earlier one', async () => {
  await put('a.txt', 'bad');
  const clock = await clockAfter();
  await (await ingestionAt(clock)).run();
  await put('a.txt', 'worse');
  clock.advance(60_000);
  await (await ingestionAt(clock)).run();
  const parked = await readdir(path.join(folder, 'parked'));
  expect(parked.sort()).toEqual(['a.txt', 'a.txt.2', 'a.txt.2.reason', 'a.txt.reason']);
});

test('ignores a file that is still being written', async () => {
  await put('a.txt', cotahistFile(quoteLine('DDDD3', 100)));
  const { mtimeMs } = await stat(path.join(folder, 'a.txt'));
  const clock = createManualClock(Math.floor(mtimeMs) + 1_000);
  const ingestion = await ingestionAt(clock);
  expect(await ingestion.run()).toMatchObject({ imported: 0, parked: 0 });
  clock.advance(10_000);
  expect(await ingestion.run()).toMatchObject({ imported: 1 });
});

test('runs in one instance at a time', async () => {
  await put('a.txt', cotahistFile(quoteLine('EEEE3', 100)));
  const clock = await clockAfter();
  await history.takeLease('ingestion', 'somebody', clock.nowMs(), 1_000);
  const ingestion = await ingestionAt(clock);
  expect(await ingestion.run()).toMatchObject({ hasLease: false, imported: 0 });
  clock.advance(1_000);
  expect(await ingestion.run()).toMatchObject({ hasLease: true, imported: 1 });
});

test('leaves the file for the next run when the store fails', async () => {
  await put('a.txt', cotahistFile(quoteLine('FFFF3', 100)));
  const clock = await clockAfter();
  const failing: QuoteHistory = { ...history, importQuotes: () => Promise.reject(new Error('disk full')) };
  const source = await openFolderSource(folder, clock);
  const dependencies = {
    source,
    addHistoryAssets: async () => 0,
    wallClock: clock,
    ids: createIdSource(clock),
    log: silentLog,
    metrics: noMetrics,
  };
  await expect(createIngestion({ ...dependencies, history: failing }).run()).rejects.toThrow('disk full');
  expect(await createIngestion({ ...dependencies, history }).run()).toMatchObject({
    hasLease: true,
    imported: 1,
  });
});

const shared = readSettings(SETTINGS, environment()).SHARED_DATA_DIR;
const recorded = (name: string) => {
  const file = path.join(shared, name);
  return {
    name,
    read: async function* () {
      yield await readFile(file);
    },
  };
};
describe.skipIf(!existsSync(path.join(shared, 'COTAHIST_D25062021.TXT')))(
  "the exchange's own files (skipped without SHARED_DATA_DIR)",
  () => {
    test('imports the 7,518 quotes of a day, with the candle of PETR4', async () => {
      const attempt = { importId: 'imp_1', importedAtMs: 1 };
      const addHistoryAssets = async (assets: readonly HistoryAsset[]) => assets.length;
      const file = recorded('COTAHIST_D25062021.TXT');
      const result = await importCotahist(file, { history, attempt, addHistoryAssets });
      expect(result).toEqual({ isNew: true, quotes: 7_518, addedAssets: 1_541 });
      const [[day] = []] = await history.importedDays([
        { ticker: 'PETR4', fromMs: null, toMs: null, isNewest: false, limit: 5 },
      ]);
      expect(day).toMatchObject({ openedAtMs: Date.parse('2021-06-25T03:00:00Z'), interval: 'D1' });
    });

    test('refuses a file that was cut off', async () => {
      const before = await history.countQuotes();
      const attempt = { importId: 'imp_2', importedAtMs: 2 };
      const file = recorded('COTAHIST_D04012016_truncated.TXT');
      const refused = importCotahist(file, { history, attempt, addHistoryAssets: async () => 0 });
      await expect(refused).rejects.toThrow('line 506: the trailer counts 1745 lines, but there are 506');
      expect(await history.countQuotes()).toBe(before);
    });
  },
);
