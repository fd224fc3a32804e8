import fc from 'fast-check';
import type { Pool } from 'pg';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createTestDatabase } from '#test/support/database/database.ts';
import { arrayLiteral } from './array-literal.ts';
import { createSqlDatabase, openPool } from './database.ts';

let pool: Pool;
beforeAll(async () => {
  pool = openPool(await createTestDatabase('orders'));
});
afterAll(() => pool.end());

/** Texts that PostgreSQL stores, with many of the characters that literals escape. */
const text = fc
  .oneof(
    fc.string({ unit: 'binary' }),
    fc.string({ unit: fc.constantFrom('"', '\\', '{', ',', '\n', 'n', ' ') }),
  )
  .filter((value) => !value.includes('\0') && value.isWellFormed());

test('PostgreSQL reads the elements that were written', async () => {
  const sql = createSqlDatabase(pool);
  const texts = fc.array(fc.option(fc.oneof(text, fc.constantFrom('null', 'NULL', '', 'NaN'))));
  const integers = fc.array(fc.option(fc.maxSafeInteger()));
  const booleans = fc.array(fc.option(fc.boolean()));
  await fc.assert(
    fc.asyncProperty(texts, integers, booleans, async (names, numbers, flags) => {
      const [row] = await sql.$queryRaw<{ names: unknown; numbers: unknown; flags: unknown }[]>`
        SELECT to_json(${arrayLiteral(names)}::text[]) AS names, to_json(${arrayLiteral(numbers)}::bigint[]) AS numbers,
          to_json(${arrayLiteral(flags)}::boolean[]) AS flags`;
      expect(row).toEqual({ names, numbers, flags });
    }),
    { numRuns: 200 },
  );
});
