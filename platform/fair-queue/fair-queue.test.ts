import fc from 'fast-check';
import { expect, test } from 'vitest';
import { createFairQueue, QueueFull, type FairQueue, type Place } from './fair-queue.ts';

/** A queue whose tasks end when the test says so. */
function createScene(maxWaiting = 100, concurrency = 1) {
  const queue: FairQueue = createFairQueue({ concurrency, maxWaiting });
  const started: string[] = [];
  const refused: string[] = [];
  const ends: (() => void)[] = [];
  const add = (name: string, place: Place, weight?: number): void => {
    const task = (): Promise<void> => {
      started.push(name);
      return new Promise<void>((resolve) => ends.push(resolve));
    };
    queue.run(place, task, weight).catch((error: unknown) => {
      if (!(error instanceof QueueFull)) throw error;
      refused.push(name);
    });
  };
  const settle = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));
  const drain = async (): Promise<void> => {
    await settle();
    for (let end = ends.shift(); end; end = ends.shift()) {
      end();
      await settle();
    }
  };
  return { queue, started, refused, add, settle, drain };
}

test('serves groups in turn, tasks of one group in their order', async () => {
  const { started, add, drain } = createScene();
  for (const name of ['a1', 'a2', 'a3', 'a4', 'b1', 'c1', 'b2']) add(name, ['guests', name[0] ?? '']);
  await drain();
  expect(started).toEqual(['a1', 'a2', 'b1', 'c1', 'a3', 'b2', 'a4']);
});

test('serves classes in turn, whatever the number of groups in one', async () => {
  const { started, add, drain } = createScene();
  for (let index = 0; index < 6; index += 1) add(`guest${index}`, ['guests', `network${index}`, 'x']);
  add('known', ['known', 'network9', 'x']);
  await drain();
  expect(started.indexOf('known')).toBeLessThanOrEqual(2);
});

test('serves the accounts of one network in turn', async () => {
  const { started, add, drain } = createScene();
  for (const name of ['a1', 'a2', 'a3', 'a4', 'b1']) add(name, ['guests', 'network', name[0] ?? '']);
  await drain();
  expect(started).toEqual(['a1', 'a2', 'b1', 'a3', 'a4']);
});

test('runs as many tasks at once as it may', async () => {
  const { started, add, settle, queue } = createScene(10, 2);
  for (const name of ['a', 'b', 'c']) add(name, ['guests', name]);
  await settle();
  expect([started, queue.waiting]).toEqual([['a', 'b'], 1]);
});

test('runs as many weighted tasks at once as fit, and a heavier one alone, in the order of turns', async () => {
  const { started, add, drain, settle } = createScene(10, 10);
  add('a', ['guests', 'a'], 6);
  add('b', ['guests', 'b'], 6);
  add('c', ['guests', 'c'], 4);
  await settle();
  expect(started).toEqual(['a']);
  add('d', ['guests', 'd'], 25);
  add('e', ['guests', 'e'], 1);
  await drain();
  expect(started).toEqual(['a', 'b', 'c', 'd', 'e']);
});

test('refuses a task of the largest group when the class is full', async () => {
  const { refused, started, add, settle, drain } = createScene(3);
  for (const name of ['a1', 'a2', 'a3', 'a4', 'a5']) add(name, ['guests', 'a']);
  await settle();
  expect(refused).toEqual(['a5']);
  await drain();
  expect(started).toEqual(['a1', 'a2', 'a3', 'a4']);
});

test('lets the newest task of the largest group give way to a smaller group', async () => {
  const { refused, started, add, settle, drain } = createScene(3);
  for (const name of ['a1', 'a2', 'a3', 'a4', 'b1', 'c1']) add(name, ['guests', name[0] ?? '']);
  await settle();
  expect(refused).toEqual(['a4', 'a3']);
  await drain();
  expect(started).toEqual(['a1', 'a2', 'b1', 'c1']);
});

test('keeps the room of one class from another', async () => {
  const { refused, add, settle } = createScene(2);
  for (const name of ['a1', 'a2', 'a3', 'a4']) add(name, ['guests', name]);
  add('known', ['known', 'b']);
  await settle();
  expect(refused).toEqual(['a4']);
});

test('goes on after a task that fails', async () => {
  const queue = createFairQueue({ concurrency: 1, maxWaiting: 1 });
  const fails = queue.run(['guests', 'a'], () => Promise.reject(new Error('boom')));
  const works = queue.run(['guests', 'a'], async () => 'done');
  await expect(fails).rejects.toThrow('boom');
  await expect(works).resolves.toBe('done');
});

test('runs or refuses every task once, and holds at most its bound', async () => {
  const places = fc.array(
    fc.tuple(fc.constantFrom('guests', 'known'), fc.constantFrom('a', 'b', 'c'), fc.constantFrom('x', 'y')),
    { maxLength: 40 },
  );
  await fc.assert(
    fc.asyncProperty(places, fc.integer({ min: 0, max: 6 }), async (given, maxWaiting) => {
      const { queue, started, refused, add, drain } = createScene(maxWaiting);
      given.forEach((place, index) => {
        add(String(index), place);
        expect(queue.waiting).toBeLessThanOrEqual(2 * maxWaiting);
      });
      await drain();
      expect([...started, ...refused].sort()).toEqual(given.map((_place, index) => String(index)).sort());
      expect(queue.waiting).toBe(0);
    }),
    { numRuns: 50 },
  );
});
