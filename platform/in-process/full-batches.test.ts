import { setImmediate } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { createMemoryEventLog } from './event-log/memory-event-log.ts';
import { createMemoryQueue } from './queue/memory-queue.ts';

const turns = async (count: number): Promise<void> => {
  for (let turn = 0; turn < count; turn += 1) await setImmediate();
};

/** Handlers that end when the test lets them. */
function createHandlers() {
  const running: string[] = [];
  const waiting: (() => void)[] = [];
  return {
    running,
    handle: async (name: string): Promise<void> => {
      running.push(name);
      await new Promise<void>((resolve) => waiting.push(resolve));
      running.splice(running.indexOf(name), 1);
    },
    goOn: async (): Promise<void> => {
      for (const resolve of waiting.splice(0)) resolve();
      await turns(10);
    },
  };
}

test('full batches of the event log are handled one after the other; a batch that is not full waits for nothing', async () => {
  const log = createMemoryEventLog();
  const { running, handle, goOn } = createHandlers();
  const record = { key: 'k', value: Buffer.from('v') };
  for (const [topic, count] of [
    ['large', 500],
    ['larger', 700],
    ['small', 1],
  ] as const) {
    await log.declare(topic, { compacted: false });
    await log.append(
      topic,
      Array.from({ length: count }, () => record),
    );
    await log.read([topic], { from: 'beginning' }, () => handle(topic));
  }
  await turns(10);
  expect(running).toEqual(['large', 'small']);
  await goOn();
  expect(running).toEqual(['larger']);
  await goOn();
  // The rest is no full batch.
  expect(running).toEqual(['larger']);
  const closed = log.close();
  await goOn();
  await closed;
});

test('full batches of a queue take turns only where its consumer asks for it', async () => {
  const queue = createMemoryQueue();
  const { running, handle, goOn } = createHandlers();
  const message = { body: Buffer.from('v'), messageId: 'm', correlationId: 'c' };
  for (const [name, waitsWhenFull] of [
    ['reports', true],
    ['others', true],
    ['commands', false],
  ] as const) {
    await queue.declare(name);
    await queue.publish(name, [message, message]);
    await queue.consume(name, { maxBatch: 2, waitsWhenFull }, () => handle(name));
  }
  await turns(10);
  expect(running).toEqual(['reports', 'commands']);
  await goOn();
  expect(running).toEqual(['others']);
  const closed = queue.close();
  await goOn();
  await closed;
});

test('a handler that fails makes room for the next one', async () => {
  const queue = createMemoryQueue();
  let attempts = 0;
  await queue.declare('reports');
  await queue.publish('reports', [{ body: Buffer.from('v'), messageId: 'm', correlationId: 'c' }]);
  await queue.consume('reports', { maxBatch: 1, waitsWhenFull: true }, async () => {
    attempts += 1;
    if (attempts === 1) throw new Error('gone');
  });
  await turns(20);
  expect([attempts, await queue.depth('reports')]).toEqual([2, 0]);
  await queue.close();
});
