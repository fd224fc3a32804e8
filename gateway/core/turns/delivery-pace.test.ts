import { setImmediate } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { createDeliveryPace } from './delivery-pace.ts';

/** Takes deliveries until the turn has had its share. */
function takeAll(pace: ReturnType<typeof createDeliveryPace>): number {
  let taken = 0;
  while (pace.take()) taken += 1;
  return taken;
}

test('a turn delivers more events when their frames share writes, and begins anew with the next turn', async () => {
  const pace = createDeliveryPace(40);
  expect([pace.hasSeveral, takeAll(pace)]).toEqual([false, 10]);
  await setImmediate();
  const taken = await pace.during(() =>
    pace.during(async () => {
      expect(pace.hasSeveral).toBe(true);
      return takeAll(pace);
    }),
  );
  expect([taken, pace.hasSeveral]).toEqual([40, false]);
});

test('all that wait go on in the next turn, in their order', async () => {
  const pace = createDeliveryPace(4);
  const order: string[] = [];
  const deliver = async (name: string, count: number): Promise<void> => {
    for (let left = count; left > 0; left -= 1) {
      while (!pace.take()) await pace.next();
      order.push(name);
    }
  };
  const work = pace.during(() =>
    pace.during(() => Promise.all([deliver('a', 5), deliver('b', 1), deliver('c', 2)])),
  );
  expect(order.join('')).toBe('aaaa');
  await setImmediate();
  await setImmediate();
  expect(order.join('')).toBe('aaaaabcc');
  await work;
});

test('it is a burst while several streams deliver to many, and no more after a turn without deliveries', async () => {
  const pace = createDeliveryPace(40);
  pace.take();
  expect(pace.isBurst).toBe(false);
  await pace.during(() =>
    pace.during(async () => {
      expect(pace.isBurst).toBe(true);
      await setImmediate();
      expect(pace.isBurst).toBe(true);
      await setImmediate();
      expect(pace.isBurst).toBe(false);
      pace.take();
      expect(pace.isBurst).toBe(true);
    }),
  );
  expect(pace.isBurst).toBe(false);
});

test('a stream counts until its work has ended, also by an error', async () => {
  const pace = createDeliveryPace();
  await pace.during(async () => {
    await expect(pace.during(() => Promise.reject(new Error('a bug')))).rejects.toThrow('a bug');
    expect(pace.hasSeveral).toBe(false);
  });
});
