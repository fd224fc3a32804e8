import { expect, test } from 'vitest';
import { silentLog } from '../observability/log.ts';
import { createStopStack } from './stop-stack.ts';

test('what started last stops first; a failure is told and the rest still stops', async () => {
  const stopped: string[] = [];
  const stack = createStopStack(silentLog);
  stack.add('database', async () => void stopped.push('database'));
  stack.add('queue', () => Promise.reject(new Error('stuck')));
  stack.add('server', async () => void stopped.push('server'));
  expect(await stack.stop()).toBe(false);
  expect(stopped).toEqual(['server', 'database']);
});

test('stopping twice is stopping once', async () => {
  let count = 0;
  const stack = createStopStack(silentLog);
  stack.add('once', async () => void (count += 1));
  expect(await Promise.all([stack.stop(), stack.stop()])).toEqual([true, true]);
  expect(count).toBe(1);
});

test('what comes while the stack stops is stopped too, and what hangs is named', async () => {
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
