import { setImmediate } from 'node:timers/promises';
import type { ExecutionResult } from 'graphql';
import { describe, expect, test } from 'vitest';
import { silentLog } from '#platform/observability/log.ts';
import { createWallClock } from '#platform/time/clock.ts';
import { createDeliveryPace } from '../turns/delivery-pace.ts';
import { createStreamTurns } from '../turns/streams/stream-turns.ts';
import type { StreamEvent } from './event.ts';
import type { SubscriptionPlan } from './plan.ts';
import { createSharedStream, type Subscriber } from './shared-stream.ts';

const plan = {
  responseKey: 'quotes',
  hidden: { key: 'ticker', sequence: 'sequence' },
  skippedKeys: [],
  policy: { delivery: 'newest' },
} as unknown as SubscriptionPlan;

const state = (ticker: string, sequence: number): ExecutionResult => ({
  data: { quotes: { ticker, sequence } },
});

const settle = async (): Promise<void> => {
  for (let turn = 0; turn < 10; turn += 1) await setImmediate();
};

/** A client that the test makes slow. */
function createSubscriber(client: string | null = 'ana') {
  const events: (number | null)[] = [];
  let callback = (): void => undefined;
  const subscriber: Subscriber & { isReady: boolean } = {
    client,
    isReady: true,
    onReady: (given) => void (callback = given),
    deliver: ({ sequence }: StreamEvent) => void events.push(sequence),
    complete: () => void events.push(null),
    fail: () => undefined,
  };
  const read = (): void => {
    subscriber.isReady = true;
    callback();
  };
  return { subscriber, events, read };
}

/** A stream of states whose enrichments are counted. */
function createScene(policy: object = plan.policy, pace = createDeliveryPace()) {
  const enriched: number[] = [];
  const clients: (string | null)[] = [];
  const turns = createStreamTurns(createWallClock()).eventTurns;
  const stream = createSharedStream({
    plan: { ...plan, policy } as SubscriptionPlan,
    enrich: async (event) => {
      enriched.push((event.data as { quotes: { sequence: number } }).quotes.sequence);
      return { data: event.data ?? null };
    },
    turns: (client, task) => {
      clients.push(client);
      return turns({ client, cost: 0, fetchCount: 0 }, task);
    },
    pace,
    log: silentLog,
  });
  return { stream, enriched, clients };
}

test('no state is enriched while no client reads; the newest is once one does', async () => {
  const { stream, enriched } = createScene();
  const slow = createSubscriber();
  stream.join(slow.subscriber);
  slow.subscriber.isReady = false;
  for (let sequence = 1; sequence <= 50; sequence += 1) await stream.push(state('PETR4', sequence));
  await settle();
  expect(enriched).toEqual([]);
  slow.read();
  await settle();
  expect([enriched, slow.events]).toEqual([[50], [50]]);
});

test('the first state of a client has none skipped; the next ones have the gap of the stream', async () => {
  const { stream } = createScene();
  const [early, late] = ['early', 'late'].map((client) => {
    const counts: number[] = [];
    const { subscriber } = createSubscriber(client);
    const deliver = (_event: StreamEvent, skipped: number) => void counts.push(skipped);
    return { subscriber: { ...subscriber, deliver }, counts };
  }) as [{ subscriber: Subscriber; counts: number[] }, { subscriber: Subscriber; counts: number[] }];
  const push = async (sequence: number): Promise<void> => {
    await stream.push(state('PETR4', sequence));
    await settle();
  };
  stream.join(early.subscriber);
  for (const sequence of [1, 4]) await push(sequence);
  stream.join(late.subscriber);
  for (const sequence of [5, 7]) await push(sequence);
  expect([early.counts, late.counts]).toEqual([
    [0, 2, 0, 1],
    [0, 0, 1],
  ]);
});

test('a slow client does not hold up another one of the same stream', async () => {
  const { stream } = createScene();
  const [slow, quick] = [createSubscriber(), createSubscriber('bia')];
  stream.join(slow.subscriber);
  stream.join(quick.subscriber);
  slow.subscriber.isReady = false;
  for (let sequence = 1; sequence <= 3; sequence += 1) {
    await stream.push(state('PETR4', sequence));
    await settle();
  }
  expect(quick.events).toEqual([1, 2, 3]);
});

test('a client that joins while the others do not read gets the newest state', async () => {
  const { stream } = createScene();
  const [slow, quick] = [createSubscriber(), createSubscriber('bia')];
  stream.join(slow.subscriber);
  slow.subscriber.isReady = false;
  await stream.push(state('PETR4', 1));
  stream.join(quick.subscriber);
  await settle();
  expect(quick.events).toEqual([1]);
});

test('a stream that completes delivers its newest states to clients that do not read', async () => {
  const { stream } = createScene();
  const slow = createSubscriber();
  stream.join(slow.subscriber);
  slow.subscriber.isReady = false;
  await stream.push(state('PETR4', 1));
  await stream.complete();
  expect(slow.events).toEqual([1, null]);
});

test('a stream that falls behind is not read meanwhile', async () => {
  const { stream } = createScene();
  stream.join(createSubscriber().subscriber);
  const order: string[] = [];
  await stream.push(state('PETR4', 1));
  await stream.push(state('PETR4', 2));
  const behind = stream.push(state('PETR4', 3)).then(() => order.push('ready'));
  order.push('pushed');
  await behind;
  expect(order).toEqual(['pushed', 'ready']);
});

test('the work for an event is that of the only client, or of several', async () => {
  const { stream, clients } = createScene();
  const join = async (client: string | null, sequence: number): Promise<Subscriber> => {
    const { subscriber } = createSubscriber(client);
    stream.join(subscriber);
    await stream.push(state('PETR4', sequence));
    await settle();
    return subscriber;
  };
  const first = await join('ana', 1);
  await join('ana', 2);
  const other = await join('bia', 3);
  stream.leave(other);
  await join('ana', 4);
  // One that stands for many.
  await join(null, 5);
  expect(clients).toEqual(['ana', 'ana', null, 'ana', null]);
  stream.leave(first);
  expect(stream.size).toBe(3);
});

test('a client with many streams delays the events of another by one of its own', async () => {
  const turns = createStreamTurns(createWallClock()).eventTurns;
  const order: string[] = [];
  const run = (client: string, name: string): void =>
    void turns({ client, cost: 0, fetchCount: 0 }, async () => {
      order.push(name);
      await setImmediate();
    });
  for (let index = 0; index < 20; index += 1) run('eva', `eva ${index}`);
  run('ana', 'ana');
  for (let turn = 0; turn < 60; turn += 1) await setImmediate();
  expect(order).toHaveLength(21);
  expect(order.indexOf('ana')).toBeLessThanOrEqual(6);
});

describe.each(['newest', 'every'])('many subscribers of a stream that delivers %s', (delivery) => {
  test('get an event in several turns of the event loop; each gets every event once, in order', async () => {
    const { stream } = createScene({ delivery }, createDeliveryPace(10));
    const early = Array.from({ length: 25 }, () => createSubscriber());
    for (const { subscriber } of early) stream.join(subscriber);
    const pushing = stream.push(state('PETR4', 1));
    const reached = (): number => early.filter(({ events }) => events.length > 0).length;
    while (reached() === 0) await setImmediate();
    expect(reached()).toBeLessThan(25);
    const late = createSubscriber('bia');
    stream.join(late.subscriber);
    const gone = early[24];
    if (gone) stream.leave(gone.subscriber);
    await pushing;
    await settle();
    await stream.push(state('PETR4', 2));
    await settle();
    expect(early.slice(0, 24).map(({ events }) => events)).toEqual(Array.from({ length: 24 }, () => [1, 2]));
    expect([late.events, gone?.events]).toEqual([delivery === 'newest' ? [1, 2] : [2], []]);
  });
});

describe('successive keys', () => {
  const policy = { delivery: 'newest', isSuccessive: true };
  /** States without a sequence: `13:00` 1, 2, 3, then `13:01` 4. */
  const candle = (key: string, count: number): ExecutionResult => ({
    data: { quotes: { ticker: key, count } },
  });
  const countOf = (event: StreamEvent): unknown =>
    (JSON.parse(event.payload(0).toString()) as { data: { quotes: { count: number } } }).data.quotes.count;
  const createReader = () => {
    const { subscriber, read } = createSubscriber();
    const counts: unknown[] = [];
    return {
      subscriber: Object.assign(subscriber, {
        deliver: (event: StreamEvent) => void counts.push(countOf(event)),
      }),
      read,
      counts,
    };
  };

  test('a new subscriber gets the state of the newest key alone', async () => {
    const { stream } = createScene(policy);
    const [early, late] = [createReader(), createReader()];
    stream.join(early.subscriber);
    for (const [key, count] of [
      ['13:00', 1],
      ['13:00', 2],
      ['13:01', 3],
    ] as const) {
      await stream.push(candle(key, count));
      await settle();
    }
    stream.join(late.subscriber);
    expect([early.counts, late.counts]).toEqual([[1, 2, 3], [3]]);
  });

  test('a slow client skips states of a key, never the last one; many keys do not wait for it', async () => {
    const { stream } = createScene(policy);
    const slow = createReader();
    stream.join(slow.subscriber);
    slow.subscriber.isReady = false;
    for (let key = 1; key <= 40; key++)
      for (const part of [0, 1, 2]) await stream.push(candle(`${key}`, key * 10 + part));
    await settle();
    // Keys beyond the bound have gone to the client's own limits.
    expect(slow.counts.length).toBeGreaterThan(20);
    slow.read();
    for (let pause = 0; pause < 10; pause++) await settle();
    expect(slow.counts).toEqual(Array.from({ length: 40 }, (_, index) => (index + 1) * 10 + 2));
  });
});
