import { readFile } from 'node:fs/promises';
import { expect, test } from 'vitest';
import { readSettings, secretsOf, SettingsError } from '#platform/config.ts';
import { SETTINGS, settingsPage } from './settings.ts';

test('docs/SETTINGS.md matches the table', async () => {
  const page = await readFile(new URL('../../docs/SETTINGS.md', import.meta.url), 'utf8');
  expect(page).toBe(settingsPage());
});

test('each default is valid for its setting', () => {
  for (const [name, { schema, fallback }] of Object.entries(SETTINGS)) {
    if (fallback !== null) expect(schema.safeParse(fallback).success, name).toBe(true);
  }
});

test.each([
  ['PORT', '65536'],
  ['PORT', '-1'],
  ['PORT', '80a'],
  ['MARKET', 'closed'],
  ['MARKET_START', '2026-03-16'],
  ['MARKET_START', '2026-02-30T10:00:00Z'],
  ['MARKET_START', '1999-12-31T10:00:00Z'],
  ['MARKET_START', '2026-03-16T10:00:00'],
  ['MARKET_SPEED', '0'],
  ['MARKET_SPEED', '1e3'],
  ['MARKET_SPEED', '1001'],
  ['SIMULATOR', 'ON'],
  ['DATABASE_URL', 'mysql://localhost'],
  ['DATABASE_URL', 'localhost'],
  ['DATABASE_URL', 'postgres://ana:100%sure@db'],
  ['MONGODB_URL', 'mongodb://100%sure:x@db'],
  ['DATABASE_URL', 'postgres://ana:1234/secret@db'],
  ['WALLET_URL', 'http://ana:se/cret@db'],
  ['KAFKA_BROKERS', 'ana:secret@a:1'],
  ['KAFKA_BROKERS', 'localhost'],
  ['KAFKA_BROKERS', 'a:1, b:2'],
  ['INTERNAL_KEY', 'short'],
  ['SUBGRAPH_KEY', 'short'],
  ['METRICS_PORT', '70000'],
  ['LIMIT_HEAD_MS', '0'],
  ['LIMIT_CONNECTIONS', '0'],
  ['LIMIT_SOCKETS_PER_ADDRESS', '-1'],
  ['LIMIT_OPERATIONS', '0'],
  ['LIMIT_SOCKET_BYTES', '100'],
] as const)('%s refuses %s', (name, text) => {
  expect(SETTINGS[name].schema.safeParse(text).success).toBe(false);
});

test('a raw % in a password is an error that names the setting, without the password', () => {
  const read = () => readSettings(SETTINGS, { DATABASE_URL: 'postgres://ana:100%sure@db' });
  expect(read).toThrow(SettingsError);
  expect(read).toThrow(
    'DATABASE_URL=*** cannot be used: it takes a URL that begins with postgres:// or postgresql://, with special characters of user and password percent-encoded (% as %25).',
  );
  expect(readSettings(SETTINGS, { DATABASE_URL: 'postgres://ana:100%25sure@db' }).DATABASE_URL).toBe(
    'postgres://ana:100%25sure@db',
  );
});

test('splits a list of brokers and decodes a key', () => {
  expect(SETTINGS.KAFKA_BROKERS.schema.parse('a:1,b:2')).toEqual(['a:1', 'b:2']);
  expect(SETTINGS.INTERNAL_KEY.schema.parse('A'.repeat(43))).toHaveLength(32);
});

test('reads an instant in its own time zone', () => {
  const start = SETTINGS.MARKET_START.schema.parse('2026-03-16T16:50:00-03:00');
  expect(start).toBe(Date.UTC(2026, 2, 16, 19, 50));
  expect(SETTINGS.MARKET_SPEED.schema.parse('0.5')).toBe(0.5);
});

test.each([
  ['WALLET_URL', 'http://ana:Ge/heim5@x:4799', 'http://***@x:4799'],
  ['KAFKA_BROKERS', 'ana:Geheim5@x:1', '***@x:1'],
] as const)('the message about %s shows no login', (name, text, shown) => {
  expect(() => readSettings(SETTINGS, { [name]: text })).toThrow(`${name}=${shown} cannot be used`);
});

test('the password of any URL is a secret of the process', () => {
  const settings = readSettings(SETTINGS, { WALLET_URL: 'http://ana:Geheim5@x:4799' });
  expect(secretsOf(settings)).toEqual(['http://ana:Geheim5@x:4799']);
});

test('accepts the hosts of a replica set', () => {
  const url = 'mongodb://ana:pw@a:27017,b:27017/?replicaSet=rs0';
  expect(readSettings(SETTINGS, { MONGODB_URL: url }).MONGODB_URL).toBe(url);
});
