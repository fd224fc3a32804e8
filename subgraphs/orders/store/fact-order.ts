import type { StoredFacts } from './store-messages.ts';

/** Accounts whose newest fact is known. */
const MAX_ACCOUNTS = 10_000;

/** Puts the facts of committed transactions in the order of each account. */
export interface FactOrder {
  /**
   * Takes the facts of a transaction. Returns what may be published and streamed now: nothing while a fact before one of them has not
   * come.
   */
  take(stored: StoredFacts): readonly StoredFacts[];
  /** Returns all that wait: what they wait for may be in the table alone. */
  release(): readonly StoredFacts[];
}

/**
 * Creates the order. PostgreSQL commits two transactions of an account one after the other, but may sync and answer both at once, and the
 * later one's answer may be read first. Sequences of an account have no gaps, so a fact that is not here shows.
 */
export function createFactOrder(): FactOrder {
  const newest = new Map<string, number>();
  let waiting: readonly StoredFacts[] = [];
  const isNext = ({ facts }: StoredFacts): boolean => {
    const seen = new Map<string, number>();
    return facts.every(({ accountId, sequence }) => {
      const before = seen.get(accountId) ?? newest.get(accountId) ?? sequence;
      seen.set(accountId, sequence);
      return sequence <= before + 1;
    });
  };
  const pass = (stored: StoredFacts): StoredFacts => {
    if (newest.size > MAX_ACCOUNTS) newest.clear();
    for (const { accountId, sequence } of stored.facts)
      newest.set(accountId, Math.max(sequence, newest.get(accountId) ?? 0));
    return stored;
  };
  return {
    take: (stored) => {
      const passed: StoredFacts[] = [];
      waiting = [...waiting, stored];
      for (let next = waiting.find(isNext); next; next = waiting.find(isNext)) {
        passed.push(pass(next));
        waiting = waiting.filter((one) => one !== next);
      }
      return passed;
    },
    release: () => {
      const all = waiting.map(pass);
      waiting = [];
      return all;
    },
  };
}
