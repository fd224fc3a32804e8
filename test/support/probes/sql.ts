import pg from 'pg';
import { vi } from 'vitest';

/** Runs work and returns the texts of the SQL statements that this process sent meanwhile. */
export async function sqlOf(work: () => Promise<unknown>): Promise<string[]> {
  const spy = vi.spyOn(pg.Client.prototype, 'query');
  try {
    await work();
    return spy.mock.calls.map(([query]) => textOf(query));
  } finally {
    spy.mockRestore();
  }
}

/** The text of a statement, which pg takes by itself or in an object. */
const textOf = (query: unknown): string =>
  typeof query === 'object' && query !== null && 'text' in query ? String(query.text) : String(query);
