import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { createRemoteConnection } from '#platform/graphql/remote/connection.ts';
import { createIdSource } from '#platform/ids.ts';
import { silentLog } from '#platform/observability/log.ts';
import { createMetrics } from '#platform/observability/metrics.ts';
import { createWallClock } from '#platform/time/clock.ts';
import { openSocket, post } from '../../test/client.ts';
import { until } from '../../test/start.ts';
import { createFederatedGateway, type FederatedGateway } from '../gateway.ts';
import { startCatalog, type CatalogServer } from './catalog.ts';
import { CATALOG_SDL } from './catalog-graph.ts';
import { REVIEWS_SDL, startReviews, type ReviewsServer } from './reviews.ts';
import { compose } from './supergraph.ts';

const wallClock = createWallClock();
let catalog: CatalogServer;
let reviews: ReviewsServer;
let gateway: FederatedGateway;

beforeEach(async () => {
  catalog = await startCatalog();
  reviews = await startReviews();
  gateway = await createFederatedGateway({
    supergraphSdl: compose([
      { name: 'catalog', url: catalog.url, sdl: CATALOG_SDL },
      { name: 'reviews', url: reviews.url, sdl: REVIEWS_SDL },
    ]),
    connect: ({ name, url }) =>
      createRemoteConnection({
        name,
        url,
        ...(name === 'reviews' && { streamUrl: reviews.streamUrl }),
        callerTransport: 'authorization',
        wallClock,
      }),
    host: '127.0.0.1',
    port: 0,
    wallClock,
    ids: createIdSource(wallClock),
    random: () => 0,
    log: silentLog,
    metrics: createMetrics(),
    hooks: { errorExtensions: ['reason', 'plan'] },
  });
});
afterEach(async () => {
  await gateway.stop();
  await Promise.all([catalog.close(), reviews.close()]);
});

const dataOf = async (query: string, headers?: Record<string, string>) =>
  (await post(gateway.url, { query }, headers)).body.data;

describe('queries', () => {
  test('the entities of both subgraphs complete each other', async () => {
    expect(await dataOf('{ books { title reviews { text } } }')).toEqual({
      books: [{ title: 'Sagarana', reviews: [{ text: 'Vast.' }] }],
    });
    expect(await dataOf('{ reviews { text book { title } } }')).toEqual({
      reviews: [{ text: 'Vast.', book: { title: 'Sagarana' } }],
    });
    expect(
      await dataOf('mutation { addReview(bookId: "1", text: "Dense.") { text book { title } } }'),
    ).toEqual({ addReview: { text: 'Dense.', book: { title: 'Sagarana' } } });
  });

  test("the gateway sends the caller's token to the subgraphs and refuses none", async () => {
    expect(await dataOf('{ caller }', { authorization: 'Basic YTpi' })).toEqual({ caller: 'Basic YTpi' });
    expect(await dataOf('{ caller }')).toEqual({ caller: null });
  });

  test('error codes of a subgraph reach the client, with the extensions that the gateway allows', async () => {
    const { body } = await post(gateway.url, { query: '{ secret }' });
    const extensions = { code: 'FORBIDDEN', reason: 'AGE' };
    expect(body).toEqual({
      data: { secret: null },
      errors: [{ message: 'Not for you.', path: ['secret'], extensions }],
    });
  });

  test('objects of an interface are completed by the other subgraph', async () => {
    const query =
      '{ works { __typename title ... on Book { reviews { text } } ... on Magazine { reviewCount } } }';
    expect(await dataOf(query)).toEqual({
      works: [
        { __typename: 'Book', title: 'Sagarana', reviews: [{ text: 'Vast.' }] },
        { __typename: 'Magazine', title: 'Klaxon', reviewCount: 0 },
      ],
    });
  });

  test('scalars take the values of their own subgraph, whatever their names', async () => {
    const echoed = { date: '16/03/2026', long: '9007199254740993', decimal: 1.5 };
    const literals =
      '{ echo(date: "16/03/2026", long: "9007199254740993", decimal: 1.5) { date long decimal } }';
    expect(await dataOf(literals)).toEqual({ echo: echoed });
    const query =
      'query($date: Date, $long: Long, $decimal: Decimal) { echo(date: $date, long: $long, decimal: $decimal) { date long decimal } }';
    expect((await post(gateway.url, { query, variables: echoed })).body.data).toEqual({ echo: echoed });
  });

  test('a subgraph that is away empties its own fields, each with an error', async () => {
    await reviews.close();
    const { body } = await post(gateway.url, {
      query: '{ works { title ... on Magazine { reviewCount } } caller }',
    });
    expect(body.data).toEqual({ works: [{ title: 'Sagarana' }, null], caller: null });
    const failed = body.errors?.map(({ path, extensions }) => [path?.join('.'), extensions.code]);
    expect(failed?.sort()).toEqual([
      ['caller', 'SERVICE_UNAVAILABLE'],
      ['works.1', 'SERVICE_UNAVAILABLE'],
    ]);
  });
});

describe('streams', () => {
  const review = { id: 'r1', bookId: '1', text: 'Vast.' };

  test('each is enriched by the other subgraph, and leaving one ends its upstream', async () => {
    const client = await openSocket(gateway.url, {});
    client.subscribe('books', 'subscription { bookAdded { title reviews { text } } }');
    client.subscribe('reviews', 'subscription { reviewAdded { text book { title } } }');
    await until(() => catalog.added.readers === 1 && reviews.added.readers === 1);
    catalog.added.publish({ id: '1', title: 'Sagarana' });
    reviews.added.publish(review);
    expect((await client.frames('books', 1))[0]?.payload).toEqual({
      data: { bookAdded: { title: 'Sagarana', reviews: [{ text: 'Vast.' }] } },
    });
    expect((await client.frames('reviews', 1))[0]?.payload).toEqual({
      data: { reviewAdded: { text: 'Vast.', book: { title: 'Sagarana' } } },
    });
    client.send({ id: 'books', type: 'complete' });
    await until(() => catalog.added.readers === 0);
    expect(reviews.added.readers).toBe(1);
    client.socket.terminate();
    await until(() => reviews.added.readers === 0);
  });

  test('equal subscribers of a public stream share one upstream; a private one is not shared', async () => {
    const clients = await Promise.all(Array.from({ length: 5 }, () => openSocket(gateway.url, {})));
    for (const client of clients) {
      client.subscribe('1', 'subscription { newestReview { text } }');
      client.subscribe('2', 'subscription { bookAdded { title } }');
    }
    await until(() => catalog.added.readers === 5 && reviews.added.readers === 1);
    reviews.added.publish(review);
    for (const client of clients) {
      expect((await client.frames('1', 1))[0]?.payload).toEqual({
        data: { newestReview: { text: 'Vast.' } },
      });
    }
  });

  test('a finite stream completes', async () => {
    const client = await openSocket(gateway.url, {});
    client.subscribe('1', 'subscription { countdown(from: 2) }');
    expect(await client.frames('1', 3)).toEqual([
      { id: '1', type: 'next', payload: { data: { countdown: 2 } } },
      { id: '1', type: 'next', payload: { data: { countdown: 1 } } },
      { id: '1', type: 'complete' },
    ]);
  });

  test('a stream of an interface or a union is enriched by the type of its event', async () => {
    const client = await openSocket(gateway.url, {});
    const selection =
      '{ __typename ... on Book { title reviews { text } } ... on Magazine { issue reviewCount } }';
    client.subscribe('work', `subscription { workAdded ${selection} }`);
    client.subscribe('item', `subscription { itemAdded ${selection} }`);
    await until(() => catalog.added.readers === 2);
    catalog.added.publish({ id: '1', title: 'Sagarana' });
    catalog.added.publish({ id: 'm1', title: 'Klaxon', issue: 3 });
    for (const [id, field] of [
      ['work', 'workAdded'],
      ['item', 'itemAdded'],
    ] as const) {
      const book = { __typename: 'Book', title: 'Sagarana', reviews: [{ text: 'Vast.' }] };
      const magazine = { __typename: 'Magazine', issue: 3, reviewCount: 0 };
      expect((await client.frames(id, 2)).map(({ payload }) => payload)).toEqual([
        { data: { [field]: book } },
        { data: { [field]: magazine } },
      ]);
    }
  });

  test('a stream of lists delivers them, and an empty stream completes', async () => {
    const client = await openSocket(gateway.url, {});
    client.subscribe('1', 'subscription { tags }');
    client.subscribe('2', 'subscription { nothing }');
    expect(await client.frames('1', 2)).toEqual([
      { id: '1', type: 'next', payload: { data: { tags: ['new', 'used'] } } },
      { id: '1', type: 'complete' },
    ]);
    expect(await client.frames('2', 1)).toEqual([{ id: '2', type: 'complete' }]);
  });

  test('a stream that its subgraph refuses ends with its error', async () => {
    const client = await openSocket(gateway.url, {});
    client.subscribe('1', 'subscription { refused { title } }');
    const [frame] = await client.frames('1', 1);
    expect(frame).toMatchObject({
      type: 'error',
      payload: [{ message: 'Members only.', extensions: { code: 'PAYMENT_REQUIRED', plan: 'gold' } }],
    });
    expect(JSON.stringify(frame)).not.toContain('db-7');
  });

  test('a stream named like one of another graph is delivered as its own schema says', async () => {
    const client = await openSocket(gateway.url, {});
    client.subscribe('1', 'subscription { quotes(tickers: ["A", "A"]) }');
    await until(() => catalog.quotes.readers === 1);
    for (const quote of ['carpe diem', 'memento mori', 'carpe diem']) catalog.quotes.publish(quote);
    expect((await client.frames('1', 3)).map(({ payload }) => payload)).toEqual(
      ['carpe diem', 'memento mori', 'carpe diem'].map((quotes) => ({ data: { quotes } })),
    );
  });

  test("the caller's token goes with a private stream", async () => {
    const client = await openSocket(gateway.url, { authorization: 'Bearer foreign' });
    client.subscribe('1', 'subscription { callerOfStream }');
    expect((await client.frames('1', 1))[0]?.payload).toEqual({ data: { callerOfStream: 'Bearer foreign' } });
  });
});
