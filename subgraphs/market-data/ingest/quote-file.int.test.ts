import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { existsSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { environment, readSettings } from '#platform/config.ts';
import { SETTINGS } from '#processes/settings/settings.ts';
import { createTestDatabase } from '#test/support/database/database.ts';
import { zipOf, type Packed } from '#test/support/samples/zip.ts';
import { openPostgresHistory } from '../history/history.postgres.ts';
import type { QuoteHistory } from '../history/history.ts';
import { cotahistFile, quoteLine } from '../test/cotahist-lines.ts';
import { importCotahist } from './import-cotahist.ts';
import { quoteFileAt } from './quote-file.ts';

let history: QuoteHistory;
let folder: string;
beforeAll(async () => {
  history = await openPostgresHistory(await createTestDatabase('market-data'));
  folder = await mkdtemp(path.join(tmpdir(), 'quote-file-'));
});
afterAll(async () => {
  await history.close();
  await rm(folder, { recursive: true });
});

let serial = 0;
async function importAt(file: string) {
  const attempt = { importId: `imp_${serial++}`, importedAtMs: serial };
  const { isNew, quotes } = await importCotahist(quoteFileAt(file), {
    history,
    attempt,
    addHistoryAssets: async () => 0,
  });
  return { isNew, quotes };
}
async function importBytes(bytes: Buffer) {
  const file = path.join(folder, `file-${serial++}`);
  await writeFile(file, bytes);
  return importAt(file);
}
const contentOf = (ticker: string): Buffer => Buffer.from(cotahistFile(quoteLine(ticker, 2_900)), 'latin1');
const member = (ticker: string, changes: Partial<Packed> = {}): Packed => ({
  ...{ name: 'COTAHIST_A2021', content: contentOf(ticker) },
  ...changes,
});

test('imports a ZIP by its content, whatever the names of archive and file are, and its content once', async () => {
  expect(await importBytes(zipOf([member('AAAA3')]))).toEqual({ isNew: true, quotes: 1 });
  const inFolder = [member('AAAA3', { name: '2021/', content: Buffer.alloc(0), isStored: true })];
  const other = zipOf([...inFolder, member('AAAA3', { name: '../x.TXT', isStored: true })]);
  expect(await importBytes(other)).toEqual({ isNew: false, quotes: 1 });
  expect(await importBytes(contentOf('AAAA3'))).toEqual({ isNew: false, quotes: 1 });
});

const bomb = zipOf([{ name: 'COTAHIST_A2021.TXT', content: Buffer.alloc(50_000_000) }]);
const claiming = (size: number): Buffer => {
  const zip = zipOf([member('BBBB3')]);
  zip.writeUInt32LE(size, zip.indexOf('PK\x01\x02') + 24);
  return zip;
};
test.each<[string, Buffer, string | RegExp]>([
  ['two files', zipOf([member('BBBB3'), member('CCCC3', { name: 'B.TXT' })]), '"COTAHIST_A2021", "B.TXT"'],
  ['many files', zipOf(Array.from({ length: 9 }, () => member('BBBB3'))), /several files .* and more$/],
  ['no file', zipOf([]), 'the zip archive has no file'],
  ['a cut archive', zipOf([member('BBBB3')]).subarray(0, -40), 'not a complete zip archive'],
  ['its first bytes alone', zipOf([member('BBBB3')]).subarray(0, 10), 'not a complete zip archive'],
  ['a bomb of one line', bomb, /^line 1: it has \d+ characters instead of 245$/],
  ['a bomb of 3 GB', claiming(3_000_000_000), 'unpacks to 3000000000 bytes, more than 2147483648'],
  ['a false size', claiming(10), 'the file in the zip archive is damaged: too many bytes'],
  ['a ZIP in a ZIP', zipOf([member('', { content: zipOf([member('BBBB3')]) })]), 'line 1: '],
])('refuses a ZIP with %s', async (_what, bytes, message) => {
  const before = await history.countQuotes();
  await expect(importBytes(bytes)).rejects.toMatchObject({
    name: 'CotahistError',
    message: expect.stringMatching(message) as string,
  });
  expect(await history.countQuotes()).toBe(before);
});

test('replaces all contracts of a code with those of a later file', async () => {
  const term = { market: '030', term: '060', factor: 1_000, isin: 'VGORACPP    ' };
  const first = [quoteLine('VGO 2', 190, term), quoteLine('VGO 2', 187, term), quoteLine('VGO 3', 1, term)];
  const before = await history.countQuotes();
  await importBytes(Buffer.from(cotahistFile(...first)));
  expect(await history.countQuotes()).toBe(before + 3);
  await importBytes(Buffer.from(cotahistFile(quoteLine('AAAA4', 1), quoteLine('VGO 2', 191, term))));
  expect(await history.countQuotes()).toBe(before + 3);
});

const cases = path.resolve(readSettings(SETTINGS, environment()).SHARED_DATA_DIR, '../cases/cotahist');
describe.skipIf(!existsSync(cases))('the recorded cases (skipped without SHARED_DATA_DIR)', () => {
  test.each([
    ['old-1986.txt', 2],
    ['fatcot-1000.txt', 1],
    ['latin-1.txt', 1],
    ['zip-one-member.zip', 1],
    ['zip-member-without-extension.zip', 1],
  ])('imports %s', async (name, quotes) => {
    expect(await importAt(path.join(cases, name))).toMatchObject({ quotes });
  });

  test.each([
    ['utf-8.txt', 'the file is in UTF-8'],
    ['zip-two-members.zip', 'several files'],
  ])('refuses %s', async (name, message) => {
    await expect(importAt(path.join(cases, name))).rejects.toThrow(message);
  });
});
