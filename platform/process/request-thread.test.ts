import { expect, test } from 'vitest';
import { createRequestThread } from './request-thread.ts';

const DOUBLER = `
  const { parentPort } = require('node:worker_threads');
  parentPort.on('message', (number) => {
    if (number < 0) throw new RangeError('negative');
    parentPort.postMessage(2 * number);
  });`;

test('answers requests in turn, and starts again after a failure', async () => {
  const thread = createRequestThread<number, number>('of a test', DOUBLER);
  const answers = await Promise.allSettled([1, -1, 2, 3].map((number) => thread.call(number)));
  expect(answers.map((one) => (one.status === 'fulfilled' ? one.value : String(one.reason)))).toEqual([
    2,
    'RangeError: negative',
    4,
    6,
  ]);
  await thread.stop();
});

test('a request that runs when the thread stops rejects', async () => {
  const thread = createRequestThread<number, number>('of a test', `setInterval(() => {}, 1_000);`);
  const rejected = expect(thread.call(1)).rejects.toThrow('the thread of a test ended');
  await Promise.resolve();
  await thread.stop();
  await rejected;
});
