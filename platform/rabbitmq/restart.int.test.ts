import { randomBytes } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { rabbitUrl } from '#scripts/stack/layout.ts';
import { launchRabbit, rabbitmq } from '#scripts/stack/rabbitmq.ts';
import { describeWithServer } from '#test/support/requirements/stack.ts';
import { createWallClock } from '../time/clock.ts';
import { silentLog } from '../observability/log.ts';
import { bytes, text, until } from '../ports/support.contract.ts';
import { processIdentity } from '../process/process-identity.ts';
import { createRabbitQueue } from './queue.ts';

/** A start takes 8 s, and much longer on a busy machine. */
const RESTART_MS = 60_000;

/** Each message is confirmed before the next is sent, so their number determines the duration. */
const MESSAGES = 400;

const isInstalled = (await rabbitmq.missing()) === null;

describeWithServer('a RabbitMQ server of its own', 'RABBITMQ_URL', () => {
  test.skipIf(!isInstalled)(
    'keeps every confirmed message, in order, when it is killed during publishing and restarted',
    async () => {
      const folder = await mkdtemp(path.join(tmpdir(), 'my-broker-rabbit-'));
      const node = { name: 'rabbitmq-restart', folder, port: 5773, nodePort: 25_773 };
      const password = randomBytes(12).toString('hex');
      let pid = await launchRabbit(node, password);
      onTestFinished(async () => {
        await end(pid, 'SIGKILL');
        await rm(folder, { recursive: true, force: true, maxRetries: 5 });
      });
      const url = rabbitUrl(node.port, password);
      const queue = await createRabbitQueue({ url, wallClock: createWallClock(), log: silentLog });
      onTestFinished(() => queue.close());
      const answers = () =>
        queue.check().then(
          () => true,
          () => false,
        );
      await queue.declare('q');
      // RabbitMQ 3.10 stores part of a new queue a moment after the declaration. A server killed in that moment finds
      // no leader for the queue any more, so the test stops this one in order once before it kills it.
      await end(pid, 'SIGTERM');
      pid = await launchRabbit(node, password);
      await until(answers, RESTART_MS);
      const got: number[] = [];
      const confirmed: number[] = [];
      await queue.consume('q', { maxBatch: 20 }, async (batch) => {
        got.push(...batch.map(({ body }) => Number(text(body))));
      });
      const publish = async (number: number): Promise<boolean> => {
        const message = { body: bytes(String(number)), messageId: `m${number}`, correlationId: '' };
        const isConfirmed = await queue.publish('q', [message]).then(
          () => true,
          () => false,
        );
        if (isConfirmed) confirmed.push(number);
        return isConfirmed;
      };
      /** Publishes as the relay does: repeats an unconfirmed message before the next one. */
      const publishUpTo = async (last: number): Promise<void> => {
        for (let number = confirmed.length; number < last; number++)
          await until(() => publish(number), RESTART_MS);
      };
      const publishing = publishUpTo(MESSAGES);
      await until(() => confirmed.length > MESSAGES / 4);
      await end(pid, 'SIGKILL');
      pid = await launchRabbit(node, password);
      await until(answers, RESTART_MS);
      await publishing;
      await until(async () => new Set(got).size === MESSAGES && (await queue.depth('q')) === 0, RESTART_MS);
      const firsts = [...new Set(got)];
      expect(firsts).toEqual([...firsts].sort((a, b) => a - b));
      expect(confirmed.filter((number) => !firsts.includes(number))).toEqual([]);
    },
    3 * RESTART_MS,
  );
});

async function end(pid: number, signal: 'SIGTERM' | 'SIGKILL'): Promise<void> {
  if ((await processIdentity(pid)) === null) return;
  process.kill(pid, signal);
  await until(async () => (await processIdentity(pid)) === null);
}
