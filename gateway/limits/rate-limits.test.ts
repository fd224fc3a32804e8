import { OperationTypeNode, parse, type OperationDefinitionNode } from 'graphql';
import { describe, expect, test } from 'vitest';
import { readSettings } from '#platform/config.ts';
import { isLoopback } from '#platform/http/client-address.ts';
import { createMemoryBuckets } from '#platform/rate-limits/memory-buckets.ts';
import { createManualClock } from '#platform/time/manual-clock.ts';
import { SETTINGS } from '#processes/settings/settings.ts';
import type { Admission, Caller, Work, WorkKind } from '../core/hooks.ts';
import type { PreparedOperation } from '../core/operations/prepare.ts';
import { createRateLimits } from './rate-limits.ts';
import { ratesFromSettings } from './rates.ts';
import { unitsOf } from './work-units.ts';

const prepared = (text: string, variables: Record<string, unknown> = {}): PreparedOperation => {
  const document = parse(text);
  return { text, document, variables, operation: document.definitions[0] as OperationDefinitionNode };
};
const callerOf = (subject: string, apiKey: string | null = null): Caller => ({ subject, apiKey }) as Caller;

/** The limits of the given settings, on a clock of the test. */
function createScene(settings: Record<string, string> = {}, limitsAddress = (ip: string) => !isLoopback(ip)) {
  const clock = createManualClock(0);
  const rates = ratesFromSettings(readSettings(SETTINGS, settings));
  const admit = createRateLimits(rates, createMemoryBuckets(clock), limitsAddress);
  const ask = (
    kind: WorkKind,
    client: Partial<Work>,
    operation: PreparedOperation | null = null,
  ): Admission => admit({ kind, caller: null, address: null, count: 1, cost: 0, operation, ...client });
  /** Admissions of one operation, as the gateway requests them. */
  const operate = (client: Partial<Work>, operation: PreparedOperation, cost = 100): boolean => {
    const isSubscription = operation.operation.operation === OperationTypeNode.SUBSCRIPTION;
    const kind = isSubscription ? 'subscription' : 'operation';
    const isAdmitted = ask('request', client).retryAfterMs === null;
    return isAdmitted && ask(kind, { ...client, cost }, operation).retryAfterMs === null;
  };
  return { clock, ask, operate };
}

const PLACE = prepared('mutation($input: PlaceOrderInput!) { placeOrder(input: $input) { __typename } }');
const CANCEL = prepared('mutation($id: ID!) { cancelOrder(orderId: $id) { __typename } }');
const QUOTES = prepared('subscription { quotes(tickers: ["PETR4"]) { last } }');
const SIGN_IN = prepared('mutation { signIn(input: { email: "a", password: "b" }) { __typename } }');

describe('the default rates', () => {
  test('leave a market maker alone: 200 orders a second, their cancels and 50 subscriptions for two minutes', () => {
    const { clock, operate } = createScene();
    const maker = { caller: callerOf('usr_maker', 'key_1'), address: '198.51.100.7' };
    const refused: string[] = [];
    for (let stream = 0; stream < 50; stream += 1) if (!operate(maker, QUOTES)) refused.push('stream');
    for (let order = 0; order < 2 * 60 * 200; order += 1) {
      clock.advance(5);
      if (!operate(maker, PLACE)) refused.push(`order ${order}`);
      if (!operate(maker, CANCEL)) refused.push(`cancel ${order}`);
    }
    expect(refused).toEqual([]);
  });

  test('leave a thousand quote subscribers on ten addresses alone, who all connect at once, again and again', () => {
    const { clock, ask, operate } = createScene();
    let refused = 0;
    for (let round = 0; round < 10; round += 1) {
      for (let index = 0; index < 1_000; index += 1) {
        const subscriber = { address: `198.51.100.${index % 10}` };
        const isOpen = ask('request', subscriber).retryAfterMs === null;
        if (!isOpen || !operate(subscriber, QUOTES)) refused += 1;
      }
      clock.advance(1_000);
    }
    expect(refused).toBe(0);
  });

  test('hold a flood of orders to the setting', () => {
    const { clock, operate } = createScene({ RATE_KEY_ORDERS: '10' });
    const maker = { caller: callerOf('usr_maker', 'key_1'), address: null };
    let placed = 0;
    for (let step = 0; step < 60_000; step += 10) {
      clock.advance(10);
      if (operate(maker, PLACE)) placed += 1;
    }
    expect(placed).toBe(20 + 10 * 60 - 1);
  });

  test('hold a flood of deposits, several in a request, to ten a second', () => {
    const { clock, ask } = createScene();
    const ana = { caller: callerOf('usr_ana') };
    const deposits = prepared(
      'mutation { a: deposit(input: {}) { __typename } b: deposit(input: {}) { __typename } }',
    );
    let booked = 0;
    for (let step = 0; step < 10_000; step += 10) {
      clock.advance(10);
      if (ask('operation', ana, deposits).retryAfterMs === null) booked += 2;
    }
    expect(booked).toBeGreaterThan(600);
    expect(booked).toBeLessThanOrEqual(600 + 10 * 10);
  });

  test('hold sign-ins and sign-ups from one address', () => {
    const { ask } = createScene();
    const signUp = prepared('mutation { signUp(input: {}) { __typename } }');
    const admitted = (operation: PreparedOperation): number =>
      Array.from({ length: 100 }, () => ask('operation', { address: '192.0.2.1' }, operation)).filter(
        ({ retryAfterMs }) => retryAfterMs === null,
      ).length;
    expect([admitted(SIGN_IN), admitted(signUp)]).toEqual([30, 50]);
  });
});

describe('the cost of operations', () => {
  const settings = { RATE_USER_COST: '1000' };

  test('counts for the user, whatever the number of requests', () => {
    const { ask, clock } = createScene(settings);
    const ana = { caller: callerOf('usr_ana'), cost: 4_000 };
    expect(ask('operation', ana, QUOTES).quotas).toContainEqual({
      policy: 'user-cost',
      limit: 10_000,
      windowSeconds: 10,
      remaining: 6_000,
      resetSeconds: 4,
    });
    ask('operation', ana, QUOTES);
    expect(ask('subscription', ana, QUOTES).retryAfterMs).toBe(2_000);
    expect(ask('operation', { ...ana, caller: callerOf('usr_bia') }, QUOTES).retryAfterMs).toBeNull();
    clock.advance(2_000);
    expect(ask('operation', ana, QUOTES).retryAfterMs).toBeNull();
  });

  test.each([
    ['a user', { caller: callerOf('usr_1') }],
    ['an API key', { caller: callerOf('usr_1', 'key_1') }],
    ['an address', { address: '192.0.2.1' }],
  ])('of the dearest operations limits %s', (_who, client) => {
    const { ask } = createScene({
      RATE_USER_COST: '30000',
      RATE_KEY_COST: '30000',
      RATE_ADDRESS_COST: '30000',
    });
    const answers = Array.from({ length: 30 }, () => ask('operation', { ...client, cost: 20_000 }, QUOTES));
    expect(answers.filter(({ retryAfterMs }) => retryAfterMs === null)).toHaveLength(15);
  });
});

test('the rates of an API key do not hold for a session of its user', () => {
  const { clock, operate } = createScene({ RATE_USER_ORDERS: '400' });
  const session = { caller: callerOf('usr_1', null) };
  let refused = 0;
  for (let order = 0; order < 20 * 400; order += 1) {
    clock.advance(2.5);
    if (!operate(session, PLACE)) refused += 1;
  }
  expect(refused).toBe(0);
});

test('a document that passes its check gives back what it has taken from the plans', () => {
  const { ask } = createScene({ RATE_USER_PLANS: '1' });
  const ana = { caller: callerOf('usr_ana') };
  for (let count = 0; count < 100; count += 1) {
    ask('document', ana);
    ask('document', { ...ana, count: -1 });
  }
  const bad = Array.from({ length: 100 }, () => ask('document', ana));
  expect(bad.filter(({ retryAfterMs }) => retryAfterMs === null)).toHaveLength(60);
});

describe('a limited client', () => {
  const settings = { RATE_USER_REQUESTS: '1', RATE_ADDRESS_REQUESTS: '2', RATE_KEY_REQUESTS: '0' };

  test('learns its quotas, and when refused the exhausted ones', () => {
    const { ask, clock } = createScene(settings);
    const client = { caller: callerOf('usr_1', 'ses_1'), address: '192.0.2.1' };
    expect(ask('request', client)).toEqual({
      retryAfterMs: null,
      quotas: [
        { policy: 'user-requests', limit: 10, windowSeconds: 10, remaining: 9, resetSeconds: 1 },
        { policy: 'address-requests', limit: 20, windowSeconds: 10, remaining: 19, resetSeconds: 1 },
      ],
    });
    for (let count = 0; count < 9; count += 1) ask('request', client);
    clock.advance(250);
    expect(ask('request', client)).toEqual({
      retryAfterMs: 750,
      quotas: [{ policy: 'user-requests', limit: 10, windowSeconds: 10, remaining: 0, resetSeconds: 10 }],
    });
  });

  test('shares its quota among its sessions and addresses, and with nobody else', () => {
    const { ask } = createScene(settings);
    for (let count = 0; count < 10; count += 1) {
      ask('request', { caller: callerOf('usr_1', `ses_${count}`), address: `192.0.2.${count}` });
    }
    expect(ask('request', { caller: callerOf('usr_1', 'ses_x'), address: null }).retryAfterMs).toBe(1_000);
    expect(ask('request', { caller: callerOf('usr_2', 'ses_y'), address: null }).retryAfterMs).toBeNull();
  });

  test('is not limited by a loopback address, unless a setting says so', () => {
    const flood = (scene: ReturnType<typeof createScene>, address: string): number =>
      Array.from({ length: 50 }, () => scene.ask('request', { address })).filter(
        ({ retryAfterMs }) => retryAfterMs !== null,
      ).length;
    expect(['127.0.0.1', '::1'].map((address) => flood(createScene(settings), address))).toEqual([0, 0]);
    expect(
      flood(
        createScene(settings, () => true),
        '127.0.0.1',
      ),
    ).toBe(30);
  });

  test('counts all addresses of one IPv6 network as one', () => {
    const { ask } = createScene(settings);
    for (let host = 1; host <= 20; host += 1) ask('request', { address: `2001:db8:1:2::${host}` });
    expect(ask('request', { address: '2001:db8:1:2:9:9:9:9' }).retryAfterMs).toBe(500);
    expect(ask('request', { address: '2001:db8:1:3::1' }).retryAfterMs).toBeNull();
  });

  test('gets a bounded number of plans', () => {
    const { ask } = createScene({ RATE_ADDRESS_PLANS: '1' });
    const plans = Array.from({ length: 100 }, () => ask('plan', { address: '192.0.2.1' }, QUOTES));
    expect(plans.filter(({ retryAfterMs }) => retryAfterMs === null)).toHaveLength(60);
  });
});

describe('the units of an operation', () => {
  const three = [{}, {}, {}];

  test.each([
    ['mutation { placeOrder(input: {}) { id } }', {}, { orders: 1 }],
    ['mutation { placeOrders(inputs: [{}, {}]) { id } }', {}, { orders: 2 }],
    ['mutation($i: [I!]!) { placeOrders(inputs: $i) { id } }', { i: three }, { orders: 3 }],
    ['mutation($i: [I!]!) { placeOrders(inputs: $i) { id } }', { i: {} }, { orders: 1 }],
    ['mutation($i: [I!]!) { placeOrders(inputs: $i) { id } }', { i: Array(900).fill({}) }, { orders: 100 }],
    ['mutation { a: placeOrder(input: {}) { id } b: replaceOrder(input: {}) { id } }', {}, { orders: 2 }],
    ['mutation { ...F } fragment F on Mutation { ... { placeOrder(input: {}) { id } } }', {}, { orders: 1 }],
    ['mutation { cancelOrder(orderId: 1) { id } cancelAllOrders(accountId: 1) { id } }', {}, {}],
    ['mutation { signUp(input: {}) { id } }', {}, { signUps: 1 }],
    ['mutation { signIn(input: {}) { id } }', {}, { signIns: 1 }],
    ['mutation { changePassword(input: {}) { id } }', {}, { signIns: 1 }],
    ['query { placeOrder { id } }', {}, {}],
  ])('of %s with %j are %j', (text, variables, units) =>
    expect(Object.fromEntries(unitsOf(prepared(text, variables)))).toEqual(units),
  );
});

test('a rate of 0 is no limit', () => {
  const off = Object.fromEntries(
    Object.keys(SETTINGS)
      .filter((name) => name.startsWith('RATE_'))
      .map((name) => [name, '0']),
  );
  expect(ratesFromSettings(readSettings(SETTINGS, off))).toEqual([]);
});
