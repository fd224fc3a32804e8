import { expect, onTestFinished, test } from 'vitest';
import { describeWithServer } from '#test/support/requirements/stack.ts';
import { startTcpProxy, type TcpProxy } from '#test/support/network/tcp-proxy.ts';
import { createWallClock } from '../time/clock.ts';
import { silentLog } from '../observability/log.ts';
import { commandQueueContract } from '../ports/command-queue.contract.ts';
import type { CommandQueue } from '../ports/command-queue.ts';
import { bytes, numbered, text, until } from '../ports/support.contract.ts';
import { createRabbitQueue } from './queue.ts';

const wallClock = createWallClock();

/** Opens an adapter that reaches the server through its own TCP proxy, which a test can cut. */
async function openOverProxy(url: string): Promise<{ queue: CommandQueue; proxy: TcpProxy }> {
  const address = new URL(url);
  const proxy = await startTcpProxy(Number(address.port), address.hostname);
  address.port = String(proxy.port);
  const queue = await createRabbitQueue({ url: address.href, wallClock, log: silentLog });
  return { queue, proxy };
}

describeWithServer('the command queue on RabbitMQ', 'RABBITMQ_URL', (url) => {
  commandQueueContract(async () => {
    const opened = new Map<CommandQueue, TcpProxy>();
    return {
      open: async () => {
        const { queue, proxy } = await openOverProxy(url);
        opened.set(queue, proxy);
        return queue;
      },
      crash: async (queue) => opened.get(queue)?.cut(),
      dispose: async () => {
        await Promise.all([...opened.keys()].map((queue) => queue.close()));
        await Promise.all([...opened.values()].map((proxy) => proxy.close()));
      },
      shared: true,
    };
  });

  const messages = (texts: readonly string[]) =>
    texts.map((body) => ({ body: bytes(body), messageId: body, correlationId: '' }));

  test('consumes and publishes again after a lost connection, and its check fails meanwhile', async () => {
    const { queue, proxy } = await openOverProxy(url);
    onTestFinished(async () => {
      await queue.close();
      await proxy.close();
    });
    const name = `reconnect.${process.pid}.${Date.now()}`;
    await queue.declare(name);
    const got: string[] = [];
    await queue.consume(name, { maxBatch: 5 }, async (batch) => {
      got.push(...batch.map(({ body }) => text(body)));
    });
    await queue.publish(name, messages(numbered('a', 3)));
    await until(() => got.length >= 3);
    proxy.cut();
    await until(async () => !(await works(() => queue.check())));
    expect(await works(() => queue.publish(name, messages(['lost'])))).toBe(false);
    proxy.mend();
    await until(() => works(() => queue.check()));
    await queue.publish(name, messages(numbered('b', 3)));
    await until(() => got.includes('b2'));
    expect(got.filter((body) => body.startsWith('b'))).toEqual(numbered('b', 3));
  });

  test('a start without a server fails with one line that names the server', async () => {
    const proxy = await startTcpProxy(1);
    const absent = `amqp://127.0.0.1:${proxy.port}`;
    await proxy.close();
    const started = createRabbitQueue({ url: absent, wallClock, log: silentLog, waitMs: 100 });
    await expect(started).rejects.toThrow(/^RabbitMQ at 127\.0\.0\.1:\d+ did not answer within 0\.1 s: /);
  });
});

const works = (attempt: () => Promise<unknown>): Promise<boolean> =>
  attempt().then(
    () => true,
    () => false,
  );
