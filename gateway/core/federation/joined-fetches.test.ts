import { setImmediate } from 'node:timers/promises';
import type { ExecutionResult } from 'graphql';
import { expect, test } from 'vitest';
import type { SubgraphRequest } from '#platform/graphql/subgraph.ts';
import { joinFetches } from './joined-fetches.ts';

/** A subgraph whose answers the test gives. */
function createScene() {
  const asked: { request: SubgraphRequest; answer: (result: ExecutionResult) => void }[] = [];
  const execute = joinFetches((request) => new Promise((answer) => void asked.push({ request, answer })));
  const fetch = (changes: Partial<SubgraphRequest> = {}) =>
    execute({ query: '{ quotes }', variables: { t: ['A'] }, correlationId: 'req', ...changes });
  return { asked, fetch };
}

test('equal fetches of a turn run once, and each gets an answer of its own', async () => {
  const { asked, fetch } = createScene();
  const answers = [fetch(), fetch(), fetch()];
  expect(asked).toHaveLength(1);
  asked[0]?.answer({ data: { quotes: [{ ticker: 'A' }] } });
  const [first, second, third] = await Promise.all(answers);
  expect(second).toEqual(first);
  expect(third).toEqual(first);
  const quotes = (result?: ExecutionResult) => (result?.data?.['quotes'] ?? []) as object[];
  Object.assign(quotes(first)[0] ?? {}, { name: 'of another subgraph' });
  expect(quotes(second)).toEqual([{ ticker: 'A' }]);
  expect(quotes(third)[0]).not.toBe(quotes(second)[0]);
});

test('a fetch of a later turn runs anew, also while an equal one is under way', async () => {
  const { asked, fetch } = createScene();
  void fetch();
  await setImmediate();
  void fetch();
  expect(asked).toHaveLength(2);
});

test.each([
  ['another document', { query: '{ other }' }],
  ['other variables', { variables: { t: ['B'] } }],
  ['another caller', { statement: 'of ana' }],
])('a fetch of %s is not joined', (_what, changes) => {
  const { asked, fetch } = createScene();
  void fetch();
  void fetch(changes);
  expect(asked).toHaveLength(2);
});

test('mutations are never joined', () => {
  const { asked, fetch } = createScene();
  const query = 'mutation M($t: [Ticker!]!) { place(t: $t) { id } }';
  void fetch({ query });
  void fetch({ query });
  expect(asked).toHaveLength(2);
});

test('a failure is that of all, and the next fetch runs anew', async () => {
  let count = 0;
  const execute = joinFetches(async () => {
    count += 1;
    throw new Error('the subgraph is away');
  });
  const request = { query: '{ quotes }', correlationId: 'req' };
  const results = await Promise.allSettled([execute(request), execute(request)]);
  expect(results.map(({ status }) => status)).toEqual(['rejected', 'rejected']);
  await expect(execute(request)).rejects.toThrow('away');
  expect(count).toBe(2);
});
