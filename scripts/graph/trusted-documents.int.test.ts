import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { documentHash, parseManifest } from '#gateway/core/operations/trusted-documents.ts';
import { MarketStatusDocument } from '#sdk/src/index.ts';
import { OWN_MANIFEST, writeOperatorManifest } from './trusted-documents.ts';

const FRAGMENT = 'fragment Name on Asset { name }\n';
const QUERY = 'query One { asset(ticker: "PETR4") { ...Name } }\n';
const WHOLE = 'query Two { marketStatus { phase } }\n';

let folder = '';
const at = (name: string): string => path.join(folder, name);
beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'trusted-'));
});
afterAll(() => rm(folder, { recursive: true }));

/** The documents of a manifest of one source, without the SDK's. */
async function ownDocuments(source: string): Promise<string[]> {
  await writeOperatorManifest(at('manifest.json'), source);
  const [own, sdk] = await Promise.all(
    [at('manifest.json'), OWN_MANIFEST].map((file) => readFile(file, 'utf8')),
  );
  const texts = [...parseManifest(own ?? '').values()];
  const known = new Set(parseManifest(sdk ?? '').values());
  expect(known.size).toBeGreaterThan(20);
  expect(texts).toEqual(expect.arrayContaining([...known]));
  return texts.filter((text) => !known.has(text));
}

test('the committed manifest has the documents that the SDK sends', async () => {
  const manifest = parseManifest(await readFile(OWN_MANIFEST, 'utf8'));
  expect(manifest.get(documentHash(MarketStatusDocument))).toBe(MarketStatusDocument);
});

test('a folder gives each whole file, and each operation with its fragments', async () => {
  await Promise.all([
    writeFile(at('a.graphql'), FRAGMENT),
    writeFile(at('b.graphql'), QUERY),
    writeFile(at('c.gql'), WHOLE),
  ]);
  const texts = await ownDocuments(folder);
  expect(texts).toHaveLength(3);
  expect(texts).toContain(WHOLE);
  expect(texts).toContain('query Two {\n  marketStatus {\n    phase\n  }\n}');
  expect(texts.find((text) => text.startsWith('query One'))).toContain('fragment Name on Asset');
});

test.each([
  ['by hash', JSON.stringify({ [documentHash(WHOLE)]: WHOLE })],
  [
    "Apollo's",
    JSON.stringify({
      format: 'apollo-persisted-query-manifest',
      version: 1,
      operations: [{ id: 'x', name: 'Two', type: 'query', body: WHOLE }],
    }),
  ],
])('a manifest may be the source: %s', async (_name, json) => {
  await writeFile(at('source.json'), json);
  expect(await ownDocuments(at('source.json'))).toEqual([WHOLE]);
});

test.each([
  ['a document that the graph does not answer', 'd.graphql', 'query Bad { nothing }', 'nothing'],
  ['a manifest with a wrong hash', 'd.json', JSON.stringify({ [documentHash('x')]: WHOLE }), 'another hash'],
  ['a file that is no manifest', 'e.json', '[]', 'is no manifest'],
])('%s is refused with one line', async (_name, file, text, message) => {
  await writeFile(at(file), text);
  await expect(writeOperatorManifest(at('manifest.json'), at(file))).rejects.toThrow(message);
});

test('a source that does not exist is refused', async () => {
  await expect(writeOperatorManifest(at('manifest.json'), at('none'))).rejects.toThrow(
    'cannot be read: ENOENT',
  );
});
