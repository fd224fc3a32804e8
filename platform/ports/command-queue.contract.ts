import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { CommandQueue, Delivery, OutgoingMessage } from './command-queue.ts';
import { bytes, gate, numbered, text, until } from './support.contract.ts';

/** A store of queues, on which a test may open several adapters. */
export interface QueueHarness {
  /** Opens another adapter, which sees every confirmed message. */
  open(): Promise<CommandQueue>;
  /** Ends an adapter as a crash of its process would: it settles nothing. */
  crash(queue: CommandQueue): Promise<void>;
  dispose(): Promise<void>;
  /** True when two adapters may be open at once, like two processes on one server. */
  readonly shared: boolean;
}

const message = (body: string): OutgoingMessage => ({
  body: bytes(body),
  messageId: `id ${body}`,
  correlationId: `correlation ${body}`,
});
const bodies = (batch: readonly OutgoingMessage[]): string[] => batch.map(({ body }) => text(body));

/** The contract of every command queue adapter. */
export function commandQueueContract(makeHarness: () => Promise<QueueHarness>): void {
  let harness: QueueHarness;
  let queue: CommandQueue;
  let name: string;
  let serial = 0;

  beforeEach(async () => {
    harness = await makeHarness();
    queue = await harness.open();
    name = `contract.${process.pid}.${Date.now()}.${serial++}`;
    await queue.declare(name);
  });
  afterEach(() => harness.dispose());

  const publish = (...texts: string[]) => queue.publish(name, texts.map(message));
  /** Consumes, and collects every delivered body. */
  const collect = async (from: CommandQueue, maxBatch = 10) => {
    const got: string[] = [];
    const stop = await from.consume(name, { maxBatch }, async (batch) => void got.push(...bodies(batch)));
    return { got, stop };
  };

  describe('publishing and consuming', () => {
    test('delivers messages from before and after the consumer began, in order', async () => {
      await publish(...numbered('a', 25));
      const { got, stop } = await collect(queue);
      await publish(...numbered('b', 25));
      await until(() => got.length >= 50);
      expect(got).toEqual([...numbered('a', 25), ...numbered('b', 25)]);
      await stop();
    });

    test('keeps the order of concurrent publishes', async () => {
      await Promise.all(numbered('m', 40).map((body) => publish(body)));
      const { got, stop } = await collect(queue);
      await until(() => got.length >= 40);
      expect(got).toEqual(numbered('m', 40));
      await stop();
    });

    test('keeps bodies and ids byte for byte', async () => {
      const sent = [
        { body: Uint8Array.from([0, 255, 10, 13, 0]), messageId: 'cmd_é', correlationId: 'ção' },
        { body: new Uint8Array(0), messageId: 'empty', correlationId: '' },
        { body: new Uint8Array(300_000).fill(7), messageId: 'large', correlationId: 'x' },
      ];
      await queue.publish(name, sent);
      const got: OutgoingMessage[] = [];
      await queue.consume(name, { maxBatch: 10 }, async (batch) => {
        for (const { body, messageId, correlationId } of batch)
          got.push({ body: Uint8Array.from(body), messageId, correlationId });
      });
      await until(() => got.length >= 3);
      // As text: comparing 300,000 numbers one by one takes a second.
      const shown = (messages: readonly OutgoingMessage[]) =>
        messages.map(({ body, ...ids }) => ({ ...ids, body: Buffer.from(body).toString('base64') }));
      expect(shown(got)).toEqual(shown(sent));
    });

    test('delivers at most maxBatch messages at once, and one batch at a time', async () => {
      await publish(...numbered('m', 23));
      const sizes: number[] = [];
      let running = 0;
      await queue.consume(name, { maxBatch: 5 }, async (batch) => {
        expect(++running).toBe(1);
        await Promise.resolve();
        running -= 1;
        sizes.push(batch.length);
      });
      await until(() => sizes.reduce((sum, size) => sum + size, 0) >= 23);
      expect(Math.max(...sizes)).toBeLessThanOrEqual(5);
    });

    test('rejects a publish to an undeclared queue', async () => {
      await expect(queue.publish(`${name}.unknown`, [message('m')])).rejects.toThrow();
      await publish('still usable');
      expect(await queue.depth(name)).toBe(1);
    });

    test('declaring again changes nothing', async () => {
      await publish('m');
      await queue.declare(name);
      expect(await queue.depth(name)).toBe(1);
    });
  });

  describe('settling', () => {
    test('depth counts messages until they are settled', async () => {
      await publish(...numbered('m', 3));
      expect(await queue.depth(name)).toBe(3);
      const { got, stop } = await collect(queue);
      await until(() => got.length === 3);
      await until(async () => (await queue.depth(name)) === 0);
      await stop();
    });

    test('a failed batch is redelivered whole, before later messages', async () => {
      await publish(...numbered('m', 6));
      const seen: Delivery[][] = [];
      await queue.consume(name, { maxBatch: 3 }, async (batch) => {
        seen.push([...batch]);
        if (seen.length === 1) throw new Error('not now');
      });
      await until(() => seen.flat().some((delivery) => text(delivery.body) === 'm5'));
      const [failed = [], ...later] = seen;
      expect(bodies(later.flat())).toEqual(numbered('m', 6));
      const again = later.flat().slice(0, failed.length);
      expect(again.every((delivery) => delivery.redelivered)).toBe(true);
    });

    test('a dead letter keeps its message and reason, and the consumer continues', async () => {
      await publish('good0', 'bad0', 'good1', 'bad1');
      const good: string[] = [];
      await queue.consume(name, { maxBatch: 4 }, async (batch) => {
        good.push(...bodies(batch).filter((body) => body.startsWith('good')));
        const dead = batch.filter(({ body }) => text(body).startsWith('bad'));
        return { dead: dead.map((delivery) => ({ delivery, reason: `unreadable: ${text(delivery.body)}` })) };
      });
      await until(() => good.length >= 2);
      await publish('good2');
      await until(async () => good.includes('good2') && (await queue.depth(name)) === 0);
      await until(async () => (await queue.deadLetters(name, 10)).length === 2);
      const letters = await queue.deadLetters(name, 10);
      expect(letters.map(({ message: { body }, reason }) => [text(body), reason])).toEqual([
        ['bad0', 'unreadable: bad0'],
        ['bad1', 'unreadable: bad1'],
      ]);
      expect(letters[0]?.message).toMatchObject({ messageId: 'id bad0', correlationId: 'correlation bad0' });
      expect(await queue.deadLetters(name, 1)).toHaveLength(1);
      expect(await queue.deadLetters(name, 10)).toHaveLength(2);
    });
  });

  describe('single active consumer', () => {
    test('one consumer is active, the next takes over where it stopped', async () => {
      const other = harness.shared ? await harness.open() : queue;
      const first = await collect(queue);
      const second = await collect(other);
      await publish(...numbered('a', 5));
      await until(() => first.got.length === 5);
      await until(async () => (await queue.depth(name)) === 0);
      await first.stop();
      await publish(...numbered('b', 5));
      await until(() => second.got.length === 5);
      expect(first.got).toEqual(numbered('a', 5));
      expect(second.got).toEqual(numbered('b', 5));
      await second.stop();
    });

    test('a stop waits for the current batch and settles it', async () => {
      const { open, opened } = gate();
      const got: string[] = [];
      const stop = await queue.consume(name, { maxBatch: 1 }, async (batch) => {
        got.push(...bodies(batch));
        await opened;
      });
      await publish('m0', 'm1');
      await until(() => got.length === 1);
      const stopping = stop();
      open();
      await stopping;
      expect(got).toEqual(['m0']);
      const next = await collect(queue);
      await until(() => next.got.length === 1);
      expect(next.got).toEqual(['m1']);
      await next.stop();
    });
  });

  describe('restarts', () => {
    test('confirmed messages survive closing and opening', async () => {
      await publish(...numbered('m', 4));
      await queue.close();
      queue = await harness.open();
      await queue.declare(name);
      expect(await queue.depth(name)).toBe(4);
      const { got, stop } = await collect(queue);
      await until(() => got.length >= 4);
      expect(got).toEqual(numbered('m', 4));
      await stop();
    });

    test('messages in hand at a crash are redelivered, and marked so', async () => {
      await publish(...numbered('m', 4));
      const taken: string[] = [];
      const { open, opened } = gate();
      await queue.consume(name, { maxBatch: 2 }, async (batch) => {
        taken.push(...bodies(batch));
        await opened;
      });
      await until(() => taken.length > 0);
      await harness.crash(queue);
      open();
      queue = await harness.open();
      await queue.declare(name);
      const again: Delivery[] = [];
      await queue.consume(name, { maxBatch: 10 }, async (batch) => void again.push(...batch));
      await until(() => again.length >= 4);
      expect(bodies(again)).toEqual(numbered('m', 4));
      expect(again.slice(0, taken.length).every(({ redelivered }) => redelivered)).toBe(true);
    });

    test('settled messages are not redelivered after closing and opening', async () => {
      await publish(...numbered('old', 3));
      const { got, stop } = await collect(queue);
      await until(() => got.length === 3);
      await stop();
      await queue.close();
      queue = await harness.open();
      await queue.declare(name);
      await publish('new');
      const next = await collect(queue);
      await until(() => next.got.length > 0);
      expect(next.got).toEqual(['new']);
      await next.stop();
    });

    test('a closed queue rejects calls, and its check fails', async () => {
      await expect(queue.check()).resolves.toBeUndefined();
      await queue.close();
      await expect(queue.check()).rejects.toThrow();
      await expect((async () => publish('m'))()).rejects.toThrow();
    });
  });
}
