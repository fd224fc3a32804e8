import { GraphQLError } from 'graphql';
import { expect, test } from 'vitest';
import type { SubgraphRequest } from '#platform/graphql/subgraph.ts';
import { mergeEntities } from './merged-entities.ts';

const QUERY = 'query($representations: [_Any!]!) { _entities(representations: $representations) { x } }';

/** A subgraph that answers each entity with its key, and fails every request with the key `bad`. */
function createScene() {
  const asked: string[][] = [];
  const execute = mergeEntities(async ({ variables = {} }) => {
    const keys = (variables['representations'] as { key: string }[]).map(({ key }) => key);
    asked.push(keys);
    if (keys.includes('bad')) {
      const path = ['_entities', keys.indexOf('bad')];
      return { data: null, errors: [new GraphQLError('bad', { path })] };
    }
    return { data: { _entities: keys.map((key) => ({ x: key })) } };
  });
  const fetch = (keys: readonly string[], changes: Partial<SubgraphRequest> = {}) =>
    execute({
      query: QUERY,
      variables: { representations: keys.map((key) => ({ key })) },
      correlationId: 'req',
      ...changes,
    });
  return { asked, fetch };
}

test('the entities of one tick are one request, and each fetch gets its own', async () => {
  const { asked, fetch } = createScene();
  const answers = await Promise.all([fetch(['a', 'b']), fetch([]), fetch(['c'])]);
  expect(asked).toEqual([['a', 'b', 'c']]);
  expect(answers.map(({ data }) => data)).toEqual([
    { _entities: [{ x: 'a' }, { x: 'b' }] },
    { _entities: [] },
    { _entities: [{ x: 'c' }] },
  ]);
});

test('fetches of another caller or with other variables are requests of their own', async () => {
  const { asked, fetch } = createScene();
  const other = { representations: [{ key: 'c' }], first: 1 };
  await Promise.all([fetch(['a']), fetch(['b'], { statement: 'of ana' }), fetch([], { variables: other })]);
  expect(asked).toEqual([['a'], ['b'], ['c']]);
});

test('an error is that of its fetch alone, with its own path', async () => {
  const { asked, fetch } = createScene();
  const [good, bad] = await Promise.all([fetch(['a']), fetch(['bad'])]);
  expect(asked).toEqual([['a', 'bad'], ['a'], ['bad']]);
  expect(good).toEqual({ data: { _entities: [{ x: 'a' }] } });
  expect(bad?.errors?.[0]?.path).toEqual(['_entities', 0]);
});

test('a request holds at most a hundred entities of several fetches', async () => {
  const { asked, fetch } = createScene();
  const keys = (count: number) => Array.from({ length: count }, (_, index) => `${index}`);
  await Promise.all([fetch(keys(60)), fetch(keys(40)), fetch(keys(1)), fetch(keys(300)), fetch(keys(1))]);
  expect(asked.map(({ length }) => length)).toEqual([100, 1, 300, 1]);
});
