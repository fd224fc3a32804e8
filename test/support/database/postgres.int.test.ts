import { inject, expect, test } from 'vitest';
import pg from 'pg';

test('the integration tests have a PostgreSQL of their own', async () => {
  const client = new pg.Client({ ...inject('postgres'), database: 'postgres' });
  await client.connect();
  const { rows } = await client.query<{ version: string }>('SELECT version()');
  await client.end();
  expect(rows[0]?.version).toContain('PostgreSQL 18');
});
