import { expect, test } from 'vitest';
import { createMutationTurns } from './mutation-turns.ts';

test('a client with one mutation waits for one of a client with hundreds', async () => {
  const turns = createMutationTurns();
  const order: string[] = [];
  const waiting: (() => void)[] = [];
  const mutate = (client: string) =>
    turns(client, async () => {
      order.push(client);
      await new Promise<void>((resolve) => waiting.push(resolve));
      return { data: {} };
    });
  const flood = Array.from({ length: 400 }, () => mutate('flooder'));
  const single = mutate('other');
  const turn = () => new Promise((resolve) => setImmediate(resolve));
  await turn();
  expect(order).toHaveLength(8);
  waiting.splice(0, 2).forEach((finish) => finish());
  await turn();
  expect(order.slice(8)).toContain('other');
  const finishAll = setInterval(() => waiting.splice(0).forEach((finish) => finish()), 0);
  await Promise.all([...flood, single]);
  clearInterval(finishAll);
});

test('a mutation beyond those that may wait is RATE_LIMITED', async () => {
  const turns = createMutationTurns();
  let finish = (): void => undefined;
  const held = new Promise<void>((resolve) => (finish = resolve));
  const run = () => turns('flooder', async () => held.then(() => ({ data: {} })));
  const all = Array.from({ length: 2_009 }, run);
  expect((await all.at(-1))?.errors?.[0]).toMatchObject({
    extensions: { code: 'RATE_LIMITED', retryAfterMs: 1_000 },
  });
  finish();
  expect((await Promise.all(all)).filter(({ errors }) => errors)).toHaveLength(1);
});
