import { expect, test } from 'vitest';
import { silentLog } from '../observability/log.ts';
import { createStopStack } from './stop-stack.ts';

test('stops in reverse order of start; after a failure the rest still stops and the result is false', async () => {
  const stopped: string[] = [];
  const stack = createStopStack(silentLog);
  stack.add('database', async () => void stopped.push('database'));
  stack.add('queue', () => Promise.reject(new Error('stuck')));
  stack.add('server', async () => void stopped.push('server'));
  expect(await stack.stop()).toBe(false);
  expect(stopped).toEqual(['server', 'database']);
});

test('a second stop joins the first', async () => {
  let count = 0;
  const stack = createStopStack(silentLog);
  stack.add('once', async () => void (count += 1));
  expect(await Promise.all([stack.stop(), stack.stop()])).toEqual([true, true]);
  expect(count).toBe(1);
});

test('a component added during the stop is stopped too, and pending names one that hangs', async () => {
  const stack = createStopStack(silentLog);
  let release = (): void => undefined;
  stack.add('slow', () => new Promise((resolve) => (release = resolve)));
  const stopping = stack.stop();
  let isLateStopped = false;
  stack.add('late', async () => void (isLateStopped = true));
  expect(stack.pending()).toContain('slow');
  release();
  await stopping;
  await stack.stop();
  expect(isLateStopped).toBe(true);
});
