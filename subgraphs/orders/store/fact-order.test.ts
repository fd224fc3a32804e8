import { expect, test } from 'vitest';
import { createFactOrder } from './fact-order.ts';
import type { StoredFacts } from './store-messages.ts';

/** The facts of a transaction, each as its account and its sequence. */
const stored = (position: number, ...facts: readonly (readonly [string, number])[]): StoredFacts => ({
  position: BigInt(position),
  facts: facts.map(([accountId, sequence]) => ({ accountId, sequence }) as StoredFacts['facts'][number]),
  outgoing: [],
});

test('facts wait for those before them, of each account of their transaction', () => {
  const order = createFactOrder();
  const first = stored(1, ['acc_1', 7], ['acc_2', 3], ['acc_1', 8]);
  const second = stored(2, ['acc_2', 4]);
  const third = stored(3, ['acc_1', 9], ['acc_2', 5], ['acc_2', 6]);
  const repeated = stored(4, ['acc_1', 8]);
  expect([first, third, second, repeated].map((one) => order.take(one))).toEqual([
    [first],
    [],
    [second, third],
    [repeated],
  ]);
});

test('nothing waits for a fact that may be in the table alone', () => {
  const order = createFactOrder();
  order.take(stored(1, ['acc_1', 1]));
  const late = stored(3, ['acc_1', 3]);
  expect([order.take(late), order.release(), order.release()]).toEqual([[], [late], []]);
  const next = stored(4, ['acc_1', 4]);
  expect(order.take(next)).toEqual([next]);
});

test('an earlier fact that comes late holds up none after it', () => {
  const order = createFactOrder();
  // No fact of the account is known: the one that is read first passes, though another may be before it.
  const facts = [8, 7, 9].map((sequence) => stored(sequence, ['acc_1', sequence]));
  expect(facts.map((one) => order.take(one))).toEqual(facts.map((one) => [one]));
});
