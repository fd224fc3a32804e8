import { expect, test } from 'vitest';
import { parseDatabaseUrl } from './url.ts';

test.each([
  ['postgres://db.example:6000', { host: 'db.example', port: 6000, user: 'postgres' }],
  ['postgresql://ana:p%40ss@db/ignored', { host: 'db', port: 5432, user: 'ana', password: 'p@ss' }],
  ['postgres://db?sslmode=require', { host: 'db', port: 5432, user: 'postgres', ssl: true }],
])('%s', (url, expected) => {
  expect(parseDatabaseUrl(url)).toEqual(expected);
});
