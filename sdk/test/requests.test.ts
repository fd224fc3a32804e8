import { getEventListeners } from 'node:events';
import { describe, expect, test } from 'vitest';
import { granted, isRefusal, type GraphDocument } from '../src/index.ts';
import { isSafe } from '../src/repeat.ts';
import * as documents from '../src/generated/documents.ts';
import { createScene } from './scene.ts';

const status = { data: { marketStatus: { phase: 'OPEN' } } };
const limited = (retryAfterMs: number) => ({
  errors: [{ message: 'Too many requests.', extensions: { code: 'RATE_LIMITED', retryAfterMs } }],
});
const order = {
  input: { accountId: 'a', clientOrderId: 'one', ticker: 'PETR4', side: 'BUY', quantity: 100 },
} as const;

/** A client whose requests get these answers in turn, the last one from then on. */
function answering(...answers: (() => Promise<Response>)[]) {
  const at = createScene({ timeoutMs: 5_000 });
  let next = 0;
  at.broker.answer = () => (answers[Math.min(next++, answers.length - 1)] as () => Promise<Response>)();
  return at;
}

const json = (body: object) => async () => Response.json(body);
const text = (body: string, init?: ResponseInit) => async () => new Response(body, init);
const never = () => new Promise<Response>(() => undefined);
const broken = () => Promise.reject(new TypeError('fetch failed'));
const destroyed = async () =>
  new Response(new ReadableStream({ start: (body) => body.error(new TypeError('terminated')) }));

describe('a query is repeated', () => {
  test.each<[string, () => Promise<Response>]>([
    ['without a connection', broken],
    ['after a fetch that never answers', never],
    ['after an answer that is cut off', text('{"data":{"marketSta')],
    ['after a page of a proxy', text('<html>502</html>', { status: 502 })],
    [
      'after SERVICE_UNAVAILABLE',
      json({ errors: [{ message: '', extensions: { code: 'SERVICE_UNAVAILABLE' } }] }),
    ],
    ['after RATE_LIMITED', json(limited(2_000))],
    [
      'after a root field that is null',
      json({
        data: { marketStatus: null },
        errors: [{ message: '', path: ['marketStatus'], extensions: { code: 'SERVICE_UNAVAILABLE' } }],
      }),
    ],
  ])('%s', async (_name, first) => {
    const { broker, client, pass } = answering(first, json(status));
    const answer = client.marketStatus();
    await pass(10_000);
    expect(await answer).toEqual(status.data);
    expect(broker.requests).toHaveLength(2);
  });
});

test('a request waits as long as the graph asks for, in its answer or in Retry-After', async () => {
  for (const first of [json(limited(4_000)), text('', { status: 503, headers: { 'retry-after': '4' } })]) {
    const { broker, client, pass, settle } = answering(first, json(status));
    const answer = client.marketStatus();
    await settle();
    await pass(3_900);
    expect(broker.requests).toHaveLength(1);
    await pass(200);
    expect(await answer).toEqual(status.data);
  }
});

test.each<[string, () => Promise<Response>, string]>([
  ['never answers', never, 'http://broker/graphql did not answer within 5000 ms'],
  ['is cut off', text('{"data":{"marketSta'), 'status 200 and an answer that is cut off'],
  ['is no GraphQL', text('<html>'), 'status 200 and no GraphQL answer'],
  ['is JSON of something else', json({ hello: 1 }), 'status 200 and no GraphQL answer'],
  ['has errors that are none', json({ errors: 'x' }), 'status 200 and no GraphQL answer'],
  ['has data that are none', json({ data: 7 }), 'status 200 and no GraphQL answer'],
  ['ends with its connection', destroyed, 'status 200 and an answer that is cut off'],
  ['does not come', broken, 'cannot reach http://broker/graphql'],
])('an answer that %s ends in a ConnectionError that says so', async (_name, answer, message) => {
  const { client, pass } = answering(answer);
  const failure = client.marketStatus().catch((error: unknown) => error);
  await pass(60_000, 60);
  expect(await failure).toMatchObject({ name: 'ConnectionError', message });
});

test('a mutation is repeated under its client id, with the same content', async () => {
  const placed = { data: { placeOrder: { __typename: 'Order', id: 'o1' } } };
  const { broker, client, pass } = answering(broken, json(placed));
  const answer = client.placeOrder(order);
  await pass(5_000);
  expect(granted((await answer).placeOrder).id).toBe('o1');
  expect(new Set(broker.requests).size).toBe(1);
  expect(broker.requests).toHaveLength(2);
});

test('a mutation without a client id is repeated only when it has not run', async () => {
  const input = { email: 'a@b.c', name: 'Ana', password: 'x' };
  const lost = answering(broken);
  await expect(lost.client.signUp({ input })).rejects.toMatchObject({ name: 'ConnectionError' });
  expect(lost.broker.requests).toHaveLength(1);
  const session = { data: { signUp: { __typename: 'Refusal', rule: 'EMAIL_TAKEN', message: 'taken' } } };
  const { client, pass } = answering(json(limited(100)), json(session));
  const answer = client.signUp({ input });
  await pass(1_000);
  const { signUp } = await answer;
  expect(isRefusal(signUp) && signUp.rule).toBe('EMAIL_TAKEN');
  expect(() => granted(signUp)).toThrow('EMAIL_TAKEN: taken');
});

test('which mutations are safe to repeat', () => {
  const input = { clientOrderId: '1', clientTransferId: '1', clientRequestId: '1' };
  const mutations = Object.entries(documents).filter(([, document]) => document.startsWith('mutation'));
  const safe = mutations
    .filter(([, document]) => isSafe(document, document.includes('$inputs') ? { inputs: [input] } : {}))
    .map(([name]) => name.slice(0, -'Document'.length));
  expect(safe.sort()).toEqual(['CancelAllOrders', 'CancelOrder', 'PlaceOrders', 'RevokeApiKey']);
  expect(isSafe(documents.DepositDocument, { input })).toBe(true);
  expect(isSafe(documents.PlaceOrdersDocument, { inputs: [input, {}] })).toBe(false);
});

test('a signal gives a request up, while it runs and while it waits, and no listener stays', async () => {
  for (const first of [never, json(limited(5_000))]) {
    const { broker, client, pass } = answering(first);
    const controller = new AbortController();
    const answer = client.marketStatus({}, { signal: controller.signal }).catch((error: unknown) => error);
    await pass(1_000);
    controller.abort(new Error('the page is gone'));
    await pass(100);
    expect(await answer).toMatchObject({ message: 'the page is gone' });
    expect(broker.requests).toHaveLength(1);
    expect(getEventListeners(controller.signal, 'abort')).toHaveLength(0);
  }
});

describe('a token function that never settles', () => {
  const silent = (refused?: string) => (refused === undefined ? hanging() : 'ana-1');
  const expiring = (refused?: string) => (refused === undefined ? 'ana-1' : hanging());
  const hanging = () => new Promise<string>(() => undefined);

  test.each([
    ['at first', silent, 0],
    ['when the token has expired', expiring, 1],
  ])('%s: the signal and timeoutMs end the request', async (_name, token, requests) => {
    const { broker, client, pass } = createScene({ token, timeoutMs: 300 });
    broker.answer = json({ errors: [{ message: '', extensions: { code: 'UNAUTHENTICATED' } }] });
    const controller = new AbortController();
    const failures = [client.marketStatus({}, { signal: controller.signal }), client.marketStatus()].map(
      (answer) => answer.catch((error: unknown) => error),
    );
    await pass(100);
    controller.abort(new Error('the page is gone'));
    expect(await failures[0]).toMatchObject({ message: 'the page is gone' });
    await pass(250);
    expect(await failures[1]).toMatchObject({
      name: 'ConnectionError',
      message: 'the function `token` gave no token within 300 ms',
    });
    expect(broker.requests).toHaveLength(requests * 2);
    expect(getEventListeners(controller.signal, 'abort')).toHaveLength(0);
  });
});

test('a document of your own keeps its types', async () => {
  const { client } = answering(json({ data: { one: 1 } }));
  const document = 'query One { one }' as GraphDocument<{ one: number }, object>;
  const { one } = await client.request(document, {});
  expect(one + 1).toBe(2);
});

test('an error names the request by the correlation id of its answer', async () => {
  const refused = { errors: [{ message: 'no', extensions: { code: 'BAD_USER_INPUT' } }] };
  const answer = async (): Promise<Response> =>
    Response.json(refused, { headers: { 'x-correlation-id': 'req_7' } });
  const { client } = answering(answer);
  await expect(client.marketStatus()).rejects.toMatchObject({
    code: 'BAD_USER_INPUT',
    correlationId: 'req_7',
  });
});

test('an answer that is no GraphQL names its request, too', async () => {
  const headers = { 'x-correlation-id': 'req_8' };
  const { client, pass } = answering(text('Internal Server Error', { status: 500, headers }));
  const failure = client.marketStatus().catch((error: unknown) => error);
  await pass(60_000, 60);
  expect(await failure).toMatchObject({ name: 'ConnectionError', correlationId: 'req_8' });
});
