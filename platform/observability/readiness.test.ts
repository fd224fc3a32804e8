import { expect, test } from 'vitest';
import { readinessOf, readinessOfParts } from './readiness.ts';

const stop = async (): Promise<void> => undefined;

test('a dependency is ready when its check resolves, else not ready with the reason', async () => {
  const readiness = await readinessOf({
    postgresql: async () => undefined,
    'event log': async () => {
      throw new Error('the event log is closed');
    },
    cache: () => Promise.reject(new AggregateError([new Error('refused'), new Error('no route')], '')),
  });
  expect(readiness).toEqual([
    { name: 'postgresql', ready: true },
    { name: 'event log', ready: false, detail: 'the event log is closed' },
    { name: 'cache', ready: false, detail: 'refused, no route' },
  ]);
});

test('a check that throws before it returns a promise counts as not ready', async () => {
  const broken = (): Promise<void> => {
    throw new Error('a bug');
  };
  expect(await readinessOf({ broken })).toEqual([{ name: 'broken', ready: false, detail: 'a bug' }]);
});

test('names of dependencies begin with their part', async () => {
  const partOf = (name: string) => ({
    name,
    stop,
    readiness: () => readinessOf({ postgresql: async () => undefined }),
  });
  expect(await readinessOfParts([partOf('orders'), partOf('wallet')])).toEqual([
    { name: 'orders: postgresql', ready: true },
    { name: 'wallet: postgresql', ready: true },
  ]);
});
