import { readFile } from 'node:fs/promises';
import { expect, test } from 'vitest';
import { SETTINGS, settingsPage } from './settings.ts';

test('docs/SETTINGS.md is what the table says', async () => {
  const page = await readFile(new URL('../docs/SETTINGS.md', import.meta.url), 'utf8');
  expect(page).toBe(settingsPage());
});

test('each default is a value that its setting takes', () => {
  for (const [name, { schema, fallback }] of Object.entries(SETTINGS)) {
    if (fallback !== null) expect(schema.safeParse(fallback).success, name).toBe(true);
  }
});

test.each([
  ['PORT', '65536'],
  ['PORT', '-1'],
  ['PORT', '80a'],
  ['MARKET', 'closed'],
  ['SIMULATOR', 'ON'],
  ['DATABASE_URL', 'mysql://localhost'],
  ['DATABASE_URL', 'localhost'],
  ['KAFKA_BROKERS', 'localhost'],
  ['KAFKA_BROKERS', 'a:1, b:2'],
  ['INTERNAL_KEY', 'short'],
] as const)('%s does not take %s', (name, text) => {
  expect(SETTINGS[name].schema.safeParse(text).success).toBe(false);
});

test('a list of brokers is split, a key is decoded', () => {
  expect(SETTINGS.KAFKA_BROKERS.schema.parse('a:1,b:2')).toEqual(['a:1', 'b:2']);
  expect(SETTINGS.INTERNAL_KEY.schema.parse('A'.repeat(43))).toHaveLength(32);
});
