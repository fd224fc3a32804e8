import { parse, type OperationDefinitionNode } from 'graphql';
import { expect, test } from 'vitest';
import { createOperationIds } from '#platform/graphql/operation-ids.ts';
import { noMetrics } from '#platform/observability/metrics.ts';
import { createManualClock } from '#platform/time/manual-clock.ts';
import type { Graph } from '../graph.ts';
import type { Admission } from '../hooks.ts';
import { DEFAULT_LIMITS } from '../limits.ts';
import { createGatewayMetrics } from '../metrics.ts';
import { acceptMessage } from './accept-operation.ts';
import { createPlaces } from '#platform/http/places.ts';
import { createOperationSlots, WAITING_PER_SLOT } from '../turns/operation-slots.ts';
import type { LiveOperation, SocketSession } from './session.ts';
import { createSocketCaller } from './socket-caller.ts';

/** A session whose operations are admitted when the test says so. */
function createScene() {
  const admissions: (() => void)[] = [];
  const operationIds = createOperationIds();
  const outlet = {
    held: 0,
    hold: (bytes: number) => ((outlet.held += bytes), true),
    release: (bytes: number) => void (outlet.held -= bytes),
  };
  const session = {
    outlet,
    operationIds,
    credentials: createSocketCaller(createManualClock(0)),
    address: null,
    live: new Map<string, LiveOperation>(),
    slots: createOperationSlots(() => 1, WAITING_PER_SLOT),
    isClosed: false,
  } as unknown as SocketSession;
  const state = { cannotPlan: false };
  const subscriptions = createPlaces({ max: 2, maxPerAddress: 1, limitsAddress: () => true });
  const planSubscription = async (): Promise<object> => {
    if (state.cannotPlan) throw new Error('no plan');
    return {};
  };
  const prepare = ({ query }: { query: string }) => ({
    operation: parse(query).definitions[0] as OperationDefinitionNode,
  });
  const subscribe = (query: string) => {
    operationIds.incoming(JSON.stringify({ id: 'a', type: 'subscribe', payload: { query } }));
    const dependencies = {
      graph: () =>
        ({ pipeline: { prepare }, planSubscription, authorize: () => ({ errors: [] }) }) as unknown as Graph,
      admit: () =>
        new Promise<Admission>((resolve) =>
          admissions.push(() => resolve({ retryAfterMs: null, quotas: [] })),
        ),
      limits: { ...DEFAULT_LIMITS, streamsPerAddress: 1 },
      subscriptions,
      metrics: createGatewayMetrics(noMetrics),
      ids: () => 'req_1',
    };
    return acceptMessage(session, '1', { query }, dependencies);
  };
  const admit = async (): Promise<void> => {
    while (admissions.length > 0) {
      admissions.shift()?.();
      await new Promise((resolve) => setImmediate(resolve));
    }
  };
  const complete = () => operationIds.incoming(JSON.stringify({ id: 'a', type: 'complete' }));
  return { session, outlet, state, subscriptions, subscribe, admit, complete };
}

const SUBSCRIPTION = 'subscription { a }';

test('an accepted subscription takes a place and the space of its text until it ends', async () => {
  const { session, outlet, subscribe, admit } = createScene();
  const accepting = subscribe(SUBSCRIPTION);
  await admit();
  expect(await accepting).toMatchObject({ id: '1', correlationId: 'req_1' });
  expect([session.live.size, outlet.held]).toEqual([1, SUBSCRIPTION.length]);
  session.live.get('1')?.leave();
  session.live.get('1')?.leave();
  expect([session.live.size, outlet.held]).toEqual([0, 0]);
});

test.each([SUBSCRIPTION, '{ a }'])(
  'an operation that its client completes while it is being admitted takes no place: %s',
  async (query) => {
    const { session, outlet, subscribe, admit, complete } = createScene();
    const accepting = subscribe(query);
    complete();
    await admit();
    expect(await accepting).toHaveProperty('errors');
    expect([session.live.size, outlet.held]).toEqual([0, 0]);
    // The only slot is free.
    expect(await session.slots.enter()).toBe(true);
  },
);

test('an operation whose socket closes while it is being admitted takes no place', async () => {
  const { session, outlet, subscribe, admit } = createScene();
  const accepting = subscribe(SUBSCRIPTION);
  session.isClosed = true;
  await admit();
  expect(await accepting).toHaveProperty('errors');
  expect([session.live.size, outlet.held]).toEqual([0, 0]);
});

test('a subscription that cannot be planned leaves its place', async () => {
  const { session, outlet, state, subscribe, admit } = createScene();
  state.cannotPlan = true;
  const refused = expect(subscribe(SUBSCRIPTION)).rejects.toThrow('no plan');
  await admit();
  await refused;
  expect([session.live.size, outlet.held]).toEqual([0, 0]);
});

test('a query whose client leaves while it waits for its turn passes the turn on', async () => {
  const { session, outlet, subscribe, admit, complete } = createScene();
  await session.slots.enter();
  const waiting = subscribe('{ a }');
  await admit();
  expect(outlet.held).toBe('{ a }'.length);
  complete();
  session.slots.leave();
  expect(await waiting).toHaveProperty('errors');
  expect(outlet.held).toBe(0);
  expect(await session.slots.enter()).toBe(true);
});

test.each([
  ['192.0.2.1', 'An address has 1 subscriptions at most. Close some.'],
  [null, 'The gateway has as many subscriptions as it takes. Try again later.'],
])(
  'the subscriptions of all sockets have a limit, for an address (%s) and in total',
  async (address, message) => {
    const { session, outlet, subscriptions, subscribe, admit } = createScene();
    Object.assign(session, { address });
    const others =
      address === null ? [subscriptions.take(null), subscriptions.take(null)] : [subscriptions.take(address)];
    const refused = subscribe(SUBSCRIPTION);
    await admit();
    expect(await refused).toMatchObject({ errors: [{ message, extensions: { code: 'LIMIT_EXCEEDED' } }] });
    expect([session.live.size, outlet.held]).toEqual([0, 0]);
    for (const leave of others) if (typeof leave === 'function') leave();
    const accepted = subscribe(SUBSCRIPTION);
    await admit();
    expect(await accepted).toMatchObject({ id: '1' });
    expect(subscriptions.taken).toBe(1);
    session.live.get('1')?.leave();
    session.live.get('1')?.leave();
    expect(subscriptions.taken).toBe(0);
  },
);
