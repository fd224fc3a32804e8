import fc from 'fast-check';
import { expect, test } from 'vitest';
import { keepAccounts } from './known-accounts.ts';

const accountOf = (id: string) => ({ id, ownerId: `owner of ${id}`, name: 'main', createdAtMs: 0 });

test('gives what the database has, and reads a found account once', async () => {
  const ids = fc.array(fc.constantFrom('a', 'b', 'c', 'd', 'e'), { maxLength: 8 });
  await fc.assert(
    fc.asyncProperty(fc.array(fc.tuple(ids, ids), { maxLength: 10 }), async (rounds) => {
      const stored = new Set<string>();
      const found = new Map<string, number>();
      const accounts = keepAccounts(async (asked) => {
        for (const id of asked) if (stored.has(id)) found.set(id, (found.get(id) ?? 0) + 1);
        return asked.map((id) => (stored.has(id) ? accountOf(id) : null));
      });
      for (const [opened, asked] of rounds) {
        for (const id of opened) stored.add(id);
        expect(await accounts(asked)).toEqual(asked.map((id) => (stored.has(id) ? accountOf(id) : null)));
      }
      for (const times of found.values()) expect(times).toBe(1);
    }),
  );
});
