import { describe, expect, test } from 'vitest';
import { bytes, numbered, text, until } from '../ports/support.contract.ts';
import type { WriteFault } from './faults.ts';
import { createMemoryEventLog } from './event-log/memory-event-log.ts';
import { createMemoryQueue } from './queue/memory-queue.ts';

const message = (body: string) => ({ body: bytes(body), messageId: body, correlationId: '' });

describe('injected faults', () => {
  test.each<[WriteFault, boolean, string[]]>([
    ['none', true, ['m']],
    ['lost', false, []],
    ['unconfirmed', false, ['m']],
    ['twice', true, ['m', 'm']],
  ])('a write that is %s', async (fault, resolves, stored) => {
    const queue = createMemoryQueue({ faults: { write: () => fault } });
    await queue.declare('q');
    const published = queue.publish('q', [message('m')]).then(
      () => true,
      () => false,
    );
    expect(await published).toBe(resolves);
    const got: string[] = [];
    await queue.consume('q', { maxBatch: 1 }, async ([one]) => void got.push(text(one?.body ?? bytes(''))));
    await until(async () => (await queue.depth('q')) === 0);
    expect(got).toEqual(stored);
  });

  test('forgotten progress brings the batch again', async () => {
    let forget = true;
    const queue = createMemoryQueue({ faults: { forgetProgress: () => forget } });
    await queue.declare('q');
    await queue.publish('q', numbered('m', 2).map(message));
    const got: string[] = [];
    await queue.consume('q', { maxBatch: 2 }, async (batch) => {
      got.push(...batch.map(({ body, redelivered }) => `${text(body)} ${redelivered}`));
      forget = got.length < 4;
    });
    await until(async () => (await queue.depth('q')) === 0);
    expect(got).toEqual(['m0 false', 'm1 false', 'm0 true', 'm1 true']);
  });

  test('batches are cut, held and put in another order where the port allows it', async () => {
    let release: () => void = () => undefined;
    const held = new Promise<void>((resolve) => (release = resolve));
    const log = createMemoryEventLog({
      faults: { hold: () => held, arrange: (batch) => [...batch].sort((a, b) => (a.key < b.key ? 1 : -1)) },
    });
    await log.declare('t', { compacted: false });
    await log.append(
      't',
      ['a', 'b', 'c'].map((key) => ({ key, value: bytes(key) })),
    );
    const got: string[] = [];
    await log.read(
      ['t'],
      { from: 'beginning' },
      async (batch) => void got.push(...batch.map(({ key }) => key)),
    );
    await Promise.resolve();
    expect(got).toEqual([]);
    release();
    await until(() => got.length === 3);
    expect(got).toEqual(['c', 'b', 'a']);
  });
});
