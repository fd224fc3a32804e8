import { describe, expect, test } from 'vitest';
import { createFailingGraph } from '../../../test/failing-subgraphs.ts';

/** Errors of operations whose subgraphs fail: their paths, codes and the data that remains. */
const { run, calls, logged } = createFailingGraph();
const UNAVAILABLE = 'SERVICE_UNAVAILABLE';

describe('a subgraph that is away', () => {
  test.each([
    [
      'empties its root fields, under the names of the client',
      'wallet',
      '{ mine: account(id: "c1") { name } asset(id: "a1") { band name } }',
      { mine: null, asset: { band: null, name: 'name of a1' } },
      [`mine ${UNAVAILABLE}`],
    ],
    [
      'empties each link in a list',
      'assets',
      '{ list: orders { id to: asset { name } } }',
      {
        list: [
          { id: 'o1', to: null },
          { id: 'o2', to: null },
          { id: 'o3', to: null },
        ],
      },
      [`list.0.to ${UNAVAILABLE}`, `list.2.to ${UNAVAILABLE}`],
    ],
    [
      'empties its own fields of an object',
      'market',
      '{ asset(id: "a1") { name q: quote } }',
      { asset: { name: 'name of a1', q: null } },
      [`asset.q ${UNAVAILABLE}`],
    ],
    [
      'has its error at the link when the null propagates further',
      'assets',
      '{ order(id: "o1") { id mustHave { name } } }',
      { order: null },
      [`order.mustHave ${UNAVAILABLE}`],
    ],
    [
      'empties the fields of another subgraph that need its own',
      'wallet',
      '{ order(id: "o1") { account { id value } } }',
      { order: { account: { id: 'c1', value: null } } },
      [`order.account.value ${UNAVAILABLE}`],
    ],
    [
      'has its errors at the right places of a list of several types',
      'assets',
      '{ nodes { id ... on Asset { name } ... on Account { name } } }',
      { nodes: [{ id: 'o1' }, null, null, { id: 'c1', name: 'name of c1' }, null] },
      [`nodes.1 ${UNAVAILABLE}`, `nodes.4 ${UNAVAILABLE}`],
    ],
    [
      'leaves an operation that needs none of its fields unchanged',
      'market',
      '{ order(id: "o1") { account { name } } }',
      { order: { account: { name: 'name of c1' } } },
      [],
    ],
  ])('%s', async (_title, away, query, data, errors) => {
    expect(await run(query, { away: [away] })).toEqual({ data, errors });
  });

  test('has no second error below a field that it has emptied', async () => {
    expect(await run('{ order(id: "o1") { asset { name peer { name } } } }', { away: ['assets'] })).toEqual({
      data: { order: { asset: null } },
      errors: [`order.asset ${UNAVAILABLE}`],
    });
  });

  test('empties the fields of several subgraphs, each with its error', async () => {
    const query = '{ order(id: "o1") { asset { id quote } account { id name } } }';
    expect(await run(query, { away: ['market', 'wallet'] })).toEqual({
      data: { order: { asset: { id: 'a1', quote: null }, account: null } },
      errors: [`order.asset.quote ${UNAVAILABLE}`, `order.account ${UNAVAILABLE}`],
    });
  });
});

describe('a result with more than 100 errors', () => {
  const query = (count: number) => `{ many(count: ${count}) { id asset { name } } }`;

  test('lists the first, and counts the rest in an error without a path', async () => {
    const { data, errors } = await run(query(301), { away: ['assets'] });
    expect((data as { many: { asset: null }[] }).many.map(({ asset }) => asset)).toEqual(
      Array(301).fill(null),
    );
    expect(errors).toHaveLength(100);
    expect(errors.slice(98)).toEqual([`many.98.asset ${UNAVAILABLE}`, `undefined ${UNAVAILABLE}`]);
  });

  test('counts those of null in a non-null field too', async () => {
    const corrupt = (data: Record<string, unknown>) => ({
      _entities: (data['_entities'] as unknown[]).map(() => null),
    });
    const { errors } = await run(query(150), { corrupt });
    expect(errors).toHaveLength(100);
    expect(errors.at(-1)).toBe('undefined INTERNAL_SERVER_ERROR');
  });

  test('lists a hundred without a count', async () => {
    const { errors } = await run(query(100), { away: ['assets'] });
    expect(errors.at(-1)).toBe(`many.99.asset ${UNAVAILABLE}`);
  });
});

describe('an error of a subgraph', () => {
  test('keeps its code, at its place in a list of several types', async () => {
    const query =
      '{ nodes { ... on Asset { of: history(last: 1) } ... on Account { of: history(last: 2) } } }';
    expect(await run(query)).toEqual({
      data: { nodes: [{}, { of: '1 of a1' }, null, { of: '2' }, { of: null }] },
      errors: ['nodes.4.of BAD_USER_INPUT'],
    });
  });

  test('without a path is passed on without one when no field is empty', async () => {
    const warning = 'old client';
    expect(await run('{ asset(id: "a1") { name } }', { warning })).toEqual({
      data: { asset: { name: 'name of a1' } },
      errors: ['undefined BAD_USER_INPUT'],
    });
  });

  test('keeps its path below a list of links', async () => {
    const { errors } = await run('{ orders { account { refused } } }');
    expect(errors).toEqual([0, 1, 2].map((index) => `orders.${index}.account.refused BAD_USER_INPUT`));
  });
});

describe('null in a non-null field', () => {
  const QUERY = '{ asset(id: "a1") { broken } order(id: "o1") { account { name } } }';
  const withoutBroken = () => ({ asset: { broken: null } });
  const whole = { order: { account: { name: 'name of c1' } } };

  test('is an error at the field, and is logged', async () => {
    expect(await run(QUERY, { corrupt: withoutBroken })).toEqual({
      data: { asset: null, ...whole },
      errors: ['asset.broken INTERNAL_SERVER_ERROR'],
    });
    expect(JSON.stringify(logged)).toContain('Asset.broken');
  });

  test('is an error beside those of a subgraph that is away', async () => {
    expect(await run(QUERY, { corrupt: withoutBroken, away: ['wallet'] })).toEqual({
      data: { asset: null, order: { account: null } },
      errors: [`order.account ${UNAVAILABLE}`, 'asset.broken INTERNAL_SERVER_ERROR'],
    });
  });

  test('is no second error where the subgraph is away', async () => {
    expect((await run('{ asset(id: "a1") { price name } }', { away: ['market'] })).errors).toEqual([
      `asset ${UNAVAILABLE}`,
    ]);
    expect(logged).toEqual([]);
  });

  test('is an error for each entity that the subgraph leaves out', async () => {
    const corrupt = (data: Record<string, unknown>) => ({
      _entities: (data['_entities'] as unknown[]).map(() => null),
    });
    expect(await run('{ orders { asset { name } } }', { corrupt })).toEqual({
      data: { orders: [{ asset: null }, { asset: null }, { asset: null }] },
      errors: ['orders.0.asset.name INTERNAL_SERVER_ERROR', 'orders.2.asset.name INTERNAL_SERVER_ERROR'],
    });
  });

  test('fails the fetch whose answer has too few entities', async () => {
    const corrupt = () => ({ _entities: [] });
    expect(await run('{ order(id: "o1") { asset { name } } }', { corrupt })).toEqual({
      data: { order: { asset: null } },
      errors: ['order.asset undefined'],
    });
  });
});

describe('a mutation', () => {
  const DEPOSIT = 'deposit(id: "c1") { name }';
  const PLACE = 'place(id: "o1") { id }';

  test('keeps the result of a field before one that failed', async () => {
    expect(await run(`mutation { ${DEPOSIT} ${PLACE} }`, { away: ['orders'] })).toEqual({
      data: { deposit: { name: 'name of c1' }, place: null },
      errors: [`place ${UNAVAILABLE}`],
    });
  });

  test('runs the fields after one that failed, in order', async () => {
    const query = `mutation { ${PLACE} first: ${DEPOSIT} again: ${PLACE} last: deposit(id: "c2") { id } }`;
    expect(await run(query, { away: ['orders'] })).toEqual({
      data: { place: null, first: { name: 'name of c1' }, again: null, last: { id: 'c2' } },
      errors: [`place ${UNAVAILABLE}`, `again ${UNAVAILABLE}`],
    });
    expect(calls).toEqual(['deposit c1', 'deposit c2']);
  });

  test('keeps an order whose links are away', async () => {
    const query = 'mutation { place(id: "o1") { id asset { name } account { name } } }';
    expect(await run(query, { away: ['assets', 'wallet'] })).toEqual({
      data: { place: { id: 'o1', asset: null, account: null } },
      errors: [`place.asset ${UNAVAILABLE}`, `place.account ${UNAVAILABLE}`],
    });
  });
});
