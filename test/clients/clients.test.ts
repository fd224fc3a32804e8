import { readFileSync } from 'node:fs';
import path from 'node:path';
import { buildSchema, isObjectType, isScalarType, isSpecifiedScalarType, parse } from 'graphql';
import { afterEach, describe, expect, test, vi } from 'vitest';
import { createManualClock } from '#platform/time/manual-clock.ts';
import { createScriptedBroker, cursorOf } from '#sdk/test/scripted-broker.ts';

const root = path.resolve(import.meta.dirname, '../..');
const textOf = (file: string): string => readFileSync(path.join(root, file), 'utf8');
const schema = buildSchema(textOf('gateway/generated/api.graphql'), { assumeValid: true });
const types = Object.values(schema.getTypeMap()).filter(({ name }) => !name.startsWith('__'));

/** Loads a project: plain JavaScript without types. */
const project = (file: string): Promise<unknown> => import(path.join(import.meta.dirname, file));

const PROJECTS = [
  'graphql-ws/resume.js',
  'apollo/cache.js',
  'apollo/client.js',
  'urql/cache.js',
  'urql/client.js',
  'codegen/codegen.js',
  'fetch/graph.js',
  'python/stream.py',
];

test.each(PROJECTS)('docs/CLIENTS.md has the code of %s', (file) => {
  const code = textOf(`test/clients/${file}`);
  expect(textOf('docs/CLIENTS.md').includes(`\`\`\`${path.extname(file).slice(1)}\n${code}\`\`\``)).toBe(
    true,
  );
});

afterEach(() => vi.unstubAllGlobals());

describe('graphql-ws', () => {
  const STREAM = 'subscription($after: Cursor) { orders(accountId: "a", after: $after) { cursor } }';
  interface Result {
    readonly data: { readonly orders: { readonly cursor: string } };
  }
  interface Project {
    createSocket(...given: unknown[]): object;
    resume(socket: object, request: object, sink: object, pauseMs: number): () => void;
  }

  /** Follows the updates of a broker in memory. */
  async function follow(after: string | undefined, token = 'ana-1') {
    const { createSocket, resume } = (await project('graphql-ws/resume.js')) as Project;
    const broker = createScriptedBroker({ clock: createManualClock(0) });
    const webSocketImpl = broker.platform.webSocket;
    const socket = createSocket('http://broker/graphql', async () => token, { webSocketImpl });
    const seen: string[] = [];
    const failures: unknown[] = [];
    const sink = {
      next: ({ data }: Result) => seen.push(data.orders.cursor),
      error: (failure: unknown) => failures.push(failure),
      complete: () => undefined,
    };
    const end = resume(socket, { query: STREAM, variables: { after } }, sink, 0);
    return { broker, seen, failures, end };
  }

  test('gets each update once, in order, across sockets that are lost after every second one', async () => {
    const { broker, seen, failures, end } = await follow(cursorOf(0));
    let events = 0;
    broker.afterEvent = () => {
      if (++events % 2 === 0) setImmediate(() => broker.closeAll(1006));
    };
    for (let number = 1; number <= 12; number += 1) {
      broker.publish();
      await vi.waitFor(() => expect(seen).toHaveLength(number), { interval: 1 });
    }
    expect(seen).toEqual(Array.from({ length: 12 }, (_, index) => cursorOf(index + 1)));
    expect(broker.opens).toBeGreaterThan(3);
    end();
    await vi.waitFor(() => expect(broker.sockets).toEqual([]), { interval: 1 });
    expect(failures).toEqual([]);
  });

  test.each([
    ['an error that does not pass', undefined, [{ extensions: { code: 'UNAUTHENTICATED' } }]],
    ['a refused token', 'nobody-1', { code: 4403 }],
  ])('ends with %s', async (_name, token, failure) => {
    const { broker, failures } = await follow(undefined, token ?? '');
    await vi.waitFor(() => expect(failures).toMatchObject([failure]), { interval: 1 });
    expect(broker.opens).toBe(1);
  });
});

test('fetch: data, and an error with its code', async () => {
  const { graph } = (await project('fetch/graph.js')) as {
    graph(url: string, request: object): Promise<unknown>;
  };
  const answers = [
    { data: { one: 1 } },
    { errors: [{ message: 'Sign in.', extensions: { code: 'UNAUTHENTICATED' } }] },
  ];
  vi.stubGlobal('fetch', async () => Response.json(answers.shift()));
  expect(await graph('http://broker', { query: '{ one }', token: 't' })).toEqual({ one: 1 });
  await expect(graph('http://broker', { query: '{ one }' })).rejects.toThrow('UNAUTHENTICATED: Sign in.');
});

test('codegen: every scalar of the graph has a type', async () => {
  const { default: config } = (await project('codegen/codegen.js')) as {
    default: { generates: Record<string, { config: { scalars: Record<string, string> } }> };
  };
  const [generated] = Object.values(config.generates);
  const own = types.filter((type) => isScalarType(type) && !isSpecifiedScalarType(type));
  expect(Object.keys(generated?.config.scalars ?? {})).toEqual(own.map(({ name }) => name).sort());
});

/** Loads packages of a client; null where they are not installed. */
const packages = (...names: string[]): Promise<Record<string, never>[] | null> =>
  Promise.all(names.map((name) => import(name) as Promise<Record<string, never>>)).catch(() => null);

const QUOTES = 'query { quotes(tickers: ["PETR4"]) { __typename id last } }';
const QUOTE_STREAM = 'subscription { quotes(tickers: ["PETR4"]) { __typename id last } }';
const quote = (last: number) => ({ __typename: 'Quote', id: 'q1', last: `${last}.00` });

const apollo = await packages('@apollo/client');

describe.skipIf(!apollo)(`Apollo Client${apollo ? '' : ' (not installed)'}`, () => {
  interface Cache {
    identify(object: object): string;
    writeQuery(given: object): void;
    readQuery(given: object): unknown;
    watch(given: object): () => void;
  }
  interface Project {
    createCache(): Cache;
    writeOrder(cache: Cache, fragment: unknown, order: object): void;
  }
  const load = async () => (await project('apollo/cache.js')) as Project;
  const gql = (text: string): unknown => (apollo?.[0]?.['gql'] as unknown as (text: string) => unknown)(text);

  test('each quote of the stream reaches the screens that show it', async () => {
    const cache = (await load()).createCache();
    cache.writeQuery({ query: gql(QUOTES), data: { quotes: [quote(0)] } });
    const renders: unknown[] = [];
    cache.watch({
      query: gql(QUOTES),
      optimistic: true,
      callback: ({ result }: { result: unknown }) => renders.push(result),
    });
    for (let last = 1; last <= 101; last += 1)
      cache.writeQuery({ query: gql(QUOTE_STREAM), id: 'ROOT_SUBSCRIPTION', data: { quotes: quote(last) } });
    expect(renders).toHaveLength(101);
    expect(renders.at(-1)).toEqual({ quotes: [quote(101)] });
  });

  test('an older snapshot of an order does not replace a newer one', async () => {
    const { createCache, writeOrder } = await load();
    const cache = createCache();
    const fragment = gql('fragment Shown on Order { __typename id version status }');
    const query = gql('query { order(id: "o1") { __typename id version status } }');
    const order = (version: number, status: string) => ({ __typename: 'Order', id: 'o1', version, status });
    cache.writeQuery({ query, data: { order: order(3, 'FILLED') } });
    writeOrder(cache, fragment, order(2, 'OPEN'));
    expect(cache.readQuery({ query })).toEqual({ order: order(3, 'FILLED') });
    writeOrder(cache, fragment, order(4, 'CANCELED'));
    expect(cache.readQuery({ query })).toEqual({ order: order(4, 'CANCELED') });
  });

  test('screens that select different fields of a part without an id lose none, and nothing is warned', async () => {
    const warn = vi.spyOn(console, 'warn').mockImplementation(() => undefined);
    const error = vi.spyOn(console, 'error').mockImplementation(() => undefined);
    const cache = (await load()).createCache();
    const select = (field: string) =>
      gql(`query { account(id: "a") { __typename id portfolio { __typename ${field} } } }`);
    for (const field of ['cash', 'total'])
      cache.writeQuery({
        query: select(field),
        data: {
          account: {
            __typename: 'Account',
            id: 'a',
            portfolio: { __typename: 'Portfolio', [field]: '1.00' },
          },
        },
      });
    expect(cache.readQuery({ query: select('cash total') })).toMatchObject({
      account: { portfolio: { cash: '1.00', total: '1.00' } },
    });
    expect([warn.mock.calls, error.mock.calls]).toEqual([[], []]);
    vi.restoreAllMocks();
  });
});

const urql = await packages('@urql/core', '@urql/exchange-graphcache');

describe.skipIf(!urql)(`urql with graphcache${urql ? '' : ' (not installed)'}`, () => {
  const load = async () =>
    (await project('urql/cache.js')) as { WITHOUT_ID: string[]; createCache(): unknown };

  test('the keys name every type without an id', async () => {
    const roots = [schema.getQueryType(), schema.getMutationType(), schema.getSubscriptionType()];
    const without = types.filter(
      (type) => isObjectType(type) && !type.getFields()['id'] && !roots.includes(type),
    );
    expect([...(await load()).WITHOUT_ID].sort()).toEqual(without.map(({ name }) => name).sort());
  });

  test('each quote of the stream reaches the screens that show it, and nothing is warned', async () => {
    const warn = vi.spyOn(console, 'warn').mockImplementation(() => undefined);
    const error = vi.spyOn(console, 'error').mockImplementation(() => undefined);
    interface Source {
      subscribe(listener: (result: { data?: unknown }) => void): { unsubscribe(): void };
    }
    interface Client {
      query(text: string, variables: object): Source;
      subscription(text: string, variables: object): Source;
    }
    const core = urql?.[0] as unknown as {
      Client: new (options: object) => Client;
      fetchExchange: unknown;
      subscriptionExchange(options: object): unknown;
    };
    let emit = (_event: object): void => undefined;
    const forwardSubscription = () => ({
      subscribe: (sink: { next(event: object): void }) => {
        emit = (event) => sink.next(event);
        return { unsubscribe: () => undefined };
      },
    });
    const client = new core.Client({
      url: 'http://broker/graphql',
      preferGetMethod: false,
      fetch: async () => Response.json({ data: { quotes: [quote(0)] } }),
      exchanges: [
        (await load()).createCache(),
        core.fetchExchange,
        core.subscriptionExchange({ forwardSubscription }),
      ],
    });
    const renders: unknown[] = [];
    const screen = client.query(QUOTES, {}).subscribe(({ data }) => renders.push(data));
    const stream = client.subscription(QUOTE_STREAM, {}).subscribe(() => undefined);
    await vi.waitFor(() => expect(renders).toHaveLength(1));
    for (let last = 1; last <= 101; last += 1) {
      emit({ data: { quotes: quote(last) } });
      // Events that come in the same moment are shown together.
      await new Promise((resolve) => setImmediate(resolve));
    }
    expect(renders).toHaveLength(102);
    expect(renders.at(-1)).toEqual({ quotes: [quote(101)] });
    expect([warn.mock.calls, error.mock.calls]).toEqual([[], []]);
    screen.unsubscribe();
    stream.unsubscribe();
    vi.restoreAllMocks();
  });
});

describe.skipIf(!apollo || !urql)('the header of the caller', () => {
  type Token = () => Promise<string | null | undefined>;
  interface Client {
    query(...given: unknown[]): Promise<unknown>;
  }
  type Create = (url: string, token: Token) => Client;
  const [query, url] = ['{ quotes { id } }', 'http://broker/graphql'];
  const queryWith: Record<string, (token: Token) => Promise<unknown>> = {
    'Apollo Client': async (token) => {
      const { createApollo } = (await project('apollo/client.js')) as { createApollo: Create };
      return createApollo(url, token).query({ query: parse(query) });
    },
    urql: async (token) => {
      const { createUrql } = (await project('urql/client.js')) as { createUrql: Create };
      return createUrql(url, token).query(query, {});
    },
  };
  const TOKENS = [undefined, null, '', 'ana-1'];

  test.each(Object.keys(queryWith).flatMap((client) => TOKENS.map((token) => ({ client, token }))))(
    '$client with the token $token',
    async ({ client, token }) => {
      const sent: (string | null)[] = [];
      vi.stubGlobal('WebSocket', createScriptedBroker({ clock: createManualClock(0) }).platform.webSocket);
      vi.stubGlobal('fetch', async (_url: string, { headers }: RequestInit) => {
        sent.push(new Headers(headers).get('authorization'));
        expect(new Headers(headers).get('content-type')).toBe('application/json');
        return Response.json({ data: { quotes: [] } });
      });
      await queryWith[client]?.(async () => token);
      expect(sent).toEqual([token ? `Bearer ${token}` : null]);
    },
  );
});
