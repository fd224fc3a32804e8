import Fastify from 'fastify';
import { expect, test } from 'vitest';
import { createManualClock } from '#platform/time/manual-clock.ts';
import { parseLargeBodiesInTurn } from './large-bodies.ts';

/** A server that answers with the number of a body, and notes the order. */
function createScene() {
  const app = Fastify();
  const parsed: number[] = [];
  parseLargeBodiesInTurn(app, { addressOf: () => '127.0.0.1' }, createManualClock(0));
  app.post<{ Body: { number: number } }>('/', async ({ body }) => {
    parsed.push(body.number);
    return { number: body.number };
  });
  const send = async (payload: string) => {
    const { statusCode } = await app.inject({
      method: 'POST',
      url: '/',
      headers: { 'content-type': 'application/json' },
      payload,
    });
    return statusCode;
  };
  return { parsed, send };
}

const bodyOf = (number: number, bytes = 0): string => JSON.stringify({ number, padding: 'x'.repeat(bytes) });

test('a small body passes the large ones, which are parsed in order', async () => {
  const { parsed, send } = createScene();
  const sizes = [20_000, 200_000, 20_000, 0];
  const statuses = await Promise.all(sizes.map((bytes, number) => send(bodyOf(number, bytes))));
  expect(statuses).toEqual([200, 200, 200, 200]);
  expect(parsed).toEqual([3, 0, 1, 2]);
});

test.each([
  ['is no JSON', bodyOf(1, 20_000).slice(0, -1)],
  ['poisons the prototype', `{"__proto__":{"a":1},"padding":"${'x'.repeat(20_000)}"}`],
])('a large body that %s is refused like a small one', async (_name, body) => {
  const { send } = createScene();
  expect(await send(body)).toBe(400);
  expect(await send(body.replace(/x+/, ''))).toBe(400);
});
