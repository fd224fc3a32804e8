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

test('a stream counts until its work has ended, also by an error', async () => {
  const pace = createDeliveryPace();
  await pace.during(async () => {
    await expect(pace.during(() => Promise.reject(new Error('a bug')))).rejects.toThrow('a bug');
    expect(pace.hasSeveral).toBe(false);
  });
});
