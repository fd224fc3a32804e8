import { parse } from 'graphql';
import { describe, expect, test } from 'vitest';
import { silentLog } from '../../observability/log.ts';
import type { Statements } from '../../security/caller.ts';
import { graphqlError, unauthenticated } from '../errors.ts';
import { createPushStream } from '../../streams/push-stream.ts';
import type { RequestContext } from '../request-context.ts';
import { createSubgraph, type Subgraph, type SubgraphConnection } from '../subgraph.ts';

const typeDefs = parse(`
  extend schema @link(url: "https://specs.apollo.dev/federation/v2.9", import: ["@key"])
  type Query { sum(a: Int!, b: Int!): Int! secret: String! bug: Int caller: String correlation: String! }
  type Subscription { numbers(upTo: Int): Int! private: Int! refused: Int! broken: Int! slow: Int! buggy: Int! }
`);

/** Creates a sample subgraph for tests of connections. `endedStreams` counts the sources that their readers ended. */
export function createSampleSubgraph(statements: Statements): Subgraph & { endedStreams(): number } {
  let ended = 0;
  const numbers: Numbers = (upTo) => {
    const stream = createPushStream<object>({
      maxWaiting: 10_000,
      onOverflow: () => new Error('too many numbers wait'),
      onReturn: () => (ended += 1),
    });
    for (let number = 1; number <= (upTo ?? 3); number += 1) stream.push({ data: { number } });
    if (upTo) stream.finish();
    return stream.values;
  };
  const createContext = (base: RequestContext) => base;
  const subgraph = createSubgraph({
    name: 'sample',
    typeDefs,
    resolvers: sampleResolvers(numbers),
    createContext,
    statements,
    log: silentLog,
  });
  return { ...subgraph, endedStreams: () => ended };
}

type Numbers = (upTo: number | null | undefined) => AsyncIterableIterator<object>;

function sampleResolvers(numbers: Numbers) {
  const value = (event: { data: { number: number } }) => event.data.number;
  const endless = { subscribe: () => numbers(null), resolve: value };
  return {
    Query: {
      sum: (_: unknown, { a, b }: { a: number; b: number }) => a + b,
      secret: (_: unknown, __: unknown, context: RequestContext) => {
        if (!context.caller) throw unauthenticated();
        return `of ${context.caller.userId}`;
      },
      caller: (_: unknown, __: unknown, context: RequestContext) => context.caller?.userId ?? null,
      correlation: (_: unknown, __: unknown, context: RequestContext) => context.correlationId,
      bug: () => {
        throw new TypeError('the password is swordfish');
      },
    },
    Subscription: {
      numbers: {
        subscribe: (_: unknown, { upTo }: { upTo?: number }) => numbers(upTo),
        resolve: value,
      },
      slow: endless,
      private: {
        subscribe: (_: unknown, __: unknown, context: RequestContext) => {
          if (!context.caller) throw unauthenticated();
          return numbers(1);
        },
        resolve: value,
      },
      refused: {
        subscribe: () => {
          throw graphqlError('BAD_USER_INPUT', 'no such thing');
        },
      },
      broken: {
        subscribe: async function* () {
          yield { data: { number: 1 } };
          throw graphqlError('SLOW_CONSUMER', 'too slow');
        },
        resolve: value,
      },
      buggy: {
        subscribe: () => numbers(1),
        resolve: () => {
          throw new TypeError('the password is swordfish');
        },
      },
    },
  };
}

/** One form of connection under test. */
export interface ConnectionHarness {
  readonly connection: SubgraphConnection;
  readonly statements: Statements;
  readonly endedStreams: () => number;
  /** Waits until a condition holds. */
  readonly until: (condition: () => boolean) => Promise<void>;
  readonly close: () => Promise<void>;
}

const correlationId = 'req_1';
const firstError = (result: unknown) =>
  (result as { errors?: readonly { message: string; extensions: Record<string, unknown> }[] }).errors?.[0];

async function streamOf(
  connection: SubgraphConnection,
  query: string,
  statement?: string,
): Promise<AsyncIterableIterator<{ data?: Record<string, unknown> | null }>> {
  const request = { query, correlationId, ...(statement === undefined ? {} : { statement }) };
  const result = await connection.subscribe(request);
  if (!(Symbol.asyncIterator in result)) throw new Error(`refused: ${JSON.stringify(result)}`);
  return result;
}

/** The contract of a connection to a subgraph, in this process or in another. */
export function connectionContract(form: string, makeHarness: () => Promise<ConnectionHarness>): void {
  const within = (work: (harness: ConnectionHarness) => Promise<void>) => async () => {
    const harness = await makeHarness();
    await work(harness).finally(() => harness.close());
  };
  describe(`a connection to a subgraph, ${form}: single operations`, () => operationContract(within));
  describe(`a connection to a subgraph, ${form}: streams`, () => streamContract(within));
}

type Within = (work: (harness: ConnectionHarness) => Promise<void>) => () => Promise<void>;

function operationContract(within: Within): void {
  test(
    'variables, the operation name and the correlation id arrive',
    within(async ({ connection }) => {
      const query =
        'query A($a: Int!) { sum(a: $a, b: 2) correlation } query B { sum(a: 0, b: 0) correlation }';
      const result = await connection.execute({
        query,
        variables: { a: 1 },
        operationName: 'A',
        correlationId,
      });
      expect(result).toEqual({ data: { sum: 3, correlation: correlationId } });
    }),
  );

  test(
    'a valid statement names the caller; without one the caller is anonymous',
    within(async ({ connection, statements }) => {
      const statement = statements.sign({ userId: 'usr_1', scopes: [], sessionId: null });
      const known = await connection.execute({ query: '{ caller secret }', statement, correlationId });
      expect(known.data).toEqual({ caller: 'usr_1', secret: 'of usr_1' });
      const unknown = await connection.execute({ query: '{ secret }', correlationId });
      expect(firstError(unknown)?.extensions['code']).toBe('UNAUTHENTICATED');
      for (const bad of ['x.y', `${statement}x`, statement.slice(1)]) {
        const refused = await connection.execute({ query: '{ caller }', statement: bad, correlationId });
        expect(firstError(refused)?.extensions['code']).toBe('UNAUTHENTICATED');
        expect(refused.data).toBeUndefined();
      }
    }),
  );

  test(
    'errors of the operation carry their codes; a bug is masked and keeps its path',
    within(async ({ connection }) => {
      const codeOf = async (query: string) =>
        firstError(await connection.execute({ query, correlationId }))?.extensions['code'];
      expect(await codeOf('{ sum(')).toBe('GRAPHQL_PARSE_FAILED');
      expect(await codeOf('{ nothing }')).toBe('GRAPHQL_VALIDATION_FAILED');
      const result = await connection.execute({ query: '{ bug sum(a: 1, b: 1) }', correlationId });
      expect(result.data).toEqual({ bug: null, sum: 2 });
      expect(firstError(result)).toMatchObject({
        path: ['bug'],
        extensions: { code: 'INTERNAL_SERVER_ERROR' },
      });
      expect(JSON.stringify(result)).not.toContain('swordfish');
    }),
  );
}

function streamContract(within: Within): void {
  test(
    'a stream delivers its events in order and ends when its source does',
    within(async ({ connection }) => {
      const seen: unknown[] = [];
      for await (const { data } of await streamOf(connection, 'subscription { numbers(upTo: 500) }')) {
        seen.push(data?.['numbers']);
      }
      expect(seen).toEqual(Array.from({ length: 500 }, (_, index) => index + 1));
    }),
  );

  test(
    'streams run side by side, and a reader that stops ends only its own source',
    within(async ({ connection, endedStreams, until }) => {
      const first = await streamOf(connection, 'subscription { numbers }');
      const second = await streamOf(connection, 'subscription { slow }');
      expect((await first.next()).value).toEqual({ data: { numbers: 1 } });
      await first.return?.();
      await until(() => endedStreams() === 1);
      expect((await second.next()).value).toEqual({ data: { slow: 1 } });
      await second.return?.();
      await until(() => endedStreams() === 2);
    }),
  );

  test(
    'a refused subscription is one result with its errors',
    within(async ({ connection, statements }) => {
      const codeOf = async (query: string) =>
        firstError(await connection.subscribe({ query, correlationId }))?.extensions['code'];
      expect(await codeOf('subscription { refused }')).toBe('BAD_USER_INPUT');
      expect(await codeOf('subscription { private }')).toBe('UNAUTHENTICATED');
      expect(await codeOf('subscription { nothing }')).toBe('GRAPHQL_VALIDATION_FAILED');
      expect(await codeOf('subscription {')).toBe('GRAPHQL_PARSE_FAILED');
      const statement = statements.sign({ userId: 'usr_1', scopes: [], sessionId: null });
      const stream = await streamOf(connection, 'subscription { private }', statement);
      expect((await stream.next()).value).toEqual({ data: { private: 1 } });
    }),
  );

  test(
    'a source that throws ends its stream with that error, after the events before it',
    within(async ({ connection }) => {
      const stream = await streamOf(connection, 'subscription { broken }');
      expect((await stream.next()).value).toEqual({ data: { broken: 1 } });
      await expect(stream.next()).rejects.toMatchObject({ extensions: { code: 'SLOW_CONSUMER' } });
      expect((await stream.next()).done).toBe(true);
    }),
  );

  test(
    'a bug in an event is masked',
    within(async ({ connection }) => {
      const stream = await streamOf(connection, 'subscription { buggy }');
      const { value } = (await stream.next()) as { value: unknown };
      expect(firstError(value)?.extensions['code']).toBe('INTERNAL_SERVER_ERROR');
      expect(JSON.stringify(value)).not.toContain('swordfish');
    }),
  );
}
