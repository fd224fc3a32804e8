import fc from 'fast-check';
import { expect, test } from 'vitest';
import { createOperationIds, MAX_REASON_BYTES, type OperationIds } from './operation-ids.ts';

const subscribe = (ids: OperationIds, id: string) =>
  ids.incoming(JSON.stringify({ id, type: 'subscribe', payload: { query: '{ a }' } }));
const innerIdOf = (message: ReturnType<OperationIds['incoming']>): string => {
  if (message === null || 'code' in message) throw new Error(`refused: ${JSON.stringify(message)}`);
  return (JSON.parse(message.text) as { id: string }).id;
};
/** A frame as graphql-ws writes it. */
const frame = (id: string, type: string): string =>
  JSON.stringify({ id, type, payload: { data: { id: 1 } } });

const action = fc.oneof(
  fc.record({
    kind: fc.constant('subscribe'),
    id: fc.constantFrom('a', 'b', '"\\\u2028'),
    type: fc.constant(''),
  }),
  fc.record({
    kind: fc.constant('complete'),
    id: fc.constantFrom('a', 'b', '"\\\u2028'),
    type: fc.constant(''),
  }),
  fc.record({
    kind: fc.constant('frame'),
    id: fc.nat({ max: 30 }).map(String),
    type: fc.constantFrom('next', 'error', 'complete'),
  }),
);

test('a frame reaches the client under its own id exactly while its operation is open', () => {
  fc.assert(
    fc.property(fc.array(action, { maxLength: 100 }), (actions) => {
      const ids = createOperationIds();
      /** The model: inner ids in the order of their operations, and the open ones by the client's id. */
      const begun: string[] = [];
      const open = new Map<string, string>();
      for (const { kind, id, type } of actions) {
        if (kind === 'subscribe') {
          const message = subscribe(ids, id);
          if (open.has(id)) {
            expect(message).toMatchObject({ code: 4409 });
            continue;
          }
          const innerId = innerIdOf(message);
          expect(begun).not.toContain(innerId);
          begun.push(innerId);
          open.set(id, innerId);
        } else if (kind === 'complete') {
          const message = ids.incoming(JSON.stringify({ id, type: 'complete' }));
          const innerId = open.get(id);
          expect(message === null ? undefined : innerIdOf(message)).toBe(innerId);
          open.delete(id);
        } else {
          const innerId = begun[Number(id)];
          if (innerId === undefined) continue;
          const [clientId] = [...open].find(([, inner]) => inner === innerId) ?? [];
          expect(ids.clientIdOf(innerId)).toBe(clientId);
          expect(ids.outgoing(frame(innerId, type))).toBe(
            clientId === undefined ? null : frame(clientId, type),
          );
          if (clientId !== undefined && type !== 'next') open.delete(clientId);
        }
      }
    }),
  );
});

test('messages without an operation pass unchanged', () => {
  const ids = createOperationIds();
  for (const text of ['{"type":"connection_init","payload":{}}', '{"type":"ping"}', '{"type":"subscribe"}']) {
    expect(ids.incoming(text)).toEqual({ text });
  }
  for (const text of ['{"type":"connection_ack"}', '{"type":"pong"}']) expect(ids.outgoing(text)).toBe(text);
});

test('a payload arrives unchanged, and one that is not of the protocol is 4400', () => {
  const query = fc.record(
    { query: fc.string(), variables: fc.dictionary(fc.string(), fc.jsonValue()), operationName: fc.string() },
    { requiredKeys: ['query'] },
  );
  fc.assert(
    fc.property(
      query.map((payload) => JSON.stringify(payload)),
      (json) => {
        const ids = createOperationIds();
        const message = ids.incoming(`{"id":"a","type":"subscribe","payload":${json}}`);
        expect(innerIdOf(message)).toBe('1');
        expect(ids.takePayload('1')).toEqual(JSON.parse(json));
        expect(() => ids.takePayload('1')).toThrow('has not begun');
      },
    ),
  );
  for (const json of ['null', '7', '[]', '{}', '{"query":1}', '{"query":"{ a }","variables":3}'])
    expect(createOperationIds().incoming(`{"id":"a","type":"subscribe","payload":${json}}`)).toMatchObject({
      code: 4400,
    });
});

test.each([
  ['128 bytes', 'x'.repeat(128), null],
  ['128 bytes of other letters', 'é'.repeat(64), null],
  ['129 bytes', 'x'.repeat(129), 4400],
  ['130 bytes in 65 letters', 'é'.repeat(65), 4400],
  ['200 KB', 'x'.repeat(200_000), 4400],
])('an id of %s', (_name, id, code) => {
  const message = subscribe(createOperationIds(), id);
  if (code === null) expect(innerIdOf(message)).toBe('1');
  else expect(message).toEqual({ code, reason: 'An operation id has at most 128 bytes' });
});

test.each([1, 80, 128])('an id in use of %i bytes is 4409 with a reason that fits', (bytes) => {
  const ids = createOperationIds();
  const id = 'x'.repeat(bytes);
  subscribe(ids, id);
  const violation = subscribe(ids, id);
  if (violation === null || !('code' in violation)) throw new Error('accepted');
  expect(violation.code).toBe(4409);
  expect(violation.reason).toMatch(/^Subscriber .*already exists$/);
  expect(Buffer.byteLength(violation.reason)).toBeLessThanOrEqual(MAX_REASON_BYTES);
});

test.each(['connection_init', 'ping', 'pong'])('the payload of %s has at most 8 KB', (type) => {
  /** A payload of exactly so many bytes. */
  const message = (bytes: number): string =>
    JSON.stringify({ type, payload: { a: 'x'.repeat(bytes - '{"a":""}'.length) } });
  const ids = createOperationIds();
  expect(ids.incoming(message(8_192))).toEqual({ text: message(8_192) });
  expect(ids.incoming(message(8_193))).toEqual({
    code: 4400,
    reason: `The payload of ${type} has at most 8192 bytes`,
  });
  expect(ids.incoming(message(250_000))).toMatchObject({ code: 4400 });
});

test.each(['ping', 'subscribe'])('a message %s of thousands of levels is invalid', (type) => {
  const payload = `${'['.repeat(100_000)}${']'.repeat(100_000)}`;
  const message = `{"id":"a","type":"${type}","payload":${payload}}`;
  expect(createOperationIds().incoming(message)).toMatchObject({ code: 4400 });
});
