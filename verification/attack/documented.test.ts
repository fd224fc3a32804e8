import { readFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';
import { ATTACKS } from './attacks/index.ts';
import { DOCUMENTED_CLOSES, isDocumentedEnd, undocumentedCodes } from './documented.ts';

const page = readFileSync(path.resolve(import.meta.dirname, '../../docs/SECURITY.md'), 'utf8');

test('docs/SECURITY.md lists every documented close with its meaning', () => {
  const rows = [...page.matchAll(/^\| (\d{4}) \| (.*?) *\|$/gm)].map(([, code, meaning]) => [code, meaning]);
  expect(Object.fromEntries(rows)).toEqual(DOCUMENTED_CLOSES);
});

test('docs/SECURITY.md names only attacks that exist', () => {
  const named = [...page.matchAll(/`attack:([a-z-]+)`/g)].map(([, name]) => name);
  expect(named.filter((name) => !ATTACKS.some((attack) => attack.name === name))).toEqual([]);
});

test('a bug and an unknown code are undocumented, a code of the catalogue is not', () => {
  expect(undocumentedCodes('{"code":"RATE_LIMITED"},{"rule":"LOT_SIZE"}')).toEqual([]);
  expect(undocumentedCodes('{"code":"INTERNAL_SERVER_ERROR"},{"code":"X"},{"rule":"Y"}')).toEqual([
    'INTERNAL_SERVER_ERROR',
    'X',
    'Y',
  ]);
  expect(undocumentedCodes('{"rule":"You have no order with this id."}')).toEqual([]);
});

test('a socket that breaks or closes by an unlisted code has no documented end', () => {
  expect(['closed 4400', 'upgrade refused 429'].every(isDocumentedEnd)).toBe(true);
  expect(['closed 1006', 'closed 4999', 'no socket: ECONNRESET'].some(isDocumentedEnd)).toBe(false);
});
