import net from 'node:net';
import type { ISocketFactory } from 'kafkajs';
import { expect, onTestFinished, test } from 'vitest';
import { describeWithServer } from '#test/support/requirements/stack.ts';
import { createWallClock } from '../time/clock.ts';
import { silentLog } from '../observability/log.ts';
import { eventLogContract } from '../ports/event-log.contract.ts';
import type { EventLog } from '../ports/event-log.ts';
import { bytes, numbered, text, until } from '../ports/support.contract.ts';
import { createKafkaEventLog } from './event-log.ts';

const wallClock = createWallClock();

/** Creates sockets that a test can break, all at once, until it mends them. */
function breakableSockets() {
  const sockets = new Set<net.Socket>();
  let isCut = false;
  const socketFactory: ISocketFactory = ({ host, port, onConnect }) => {
    const socket = net.connect({ host, port: isCut ? 1 : port }, onConnect);
    sockets.add(socket);
    return socket;
  };
  const cut = (): void => {
    isCut = true;
    for (const socket of sockets) socket.destroy(new Error('the wire was cut'));
  };
  return { socketFactory, cut, mend: () => void (isCut = false) };
}

async function openBreakable(brokers: readonly string[]) {
  const wire = breakableSockets();
  const { socketFactory } = wire;
  const log = await createKafkaEventLog({
    brokers,
    clientId: 'contract',
    wallClock,
    log: silentLog,
    socketFactory,
  });
  return { log, wire };
}

describeWithServer('the event log on Kafka', 'KAFKA_BROKERS', (addresses) => {
  const brokers = addresses.split(',');

  eventLogContract(async () => {
    const opened = new Map<EventLog, { cut(): void }>();
    return {
      open: async () => {
        const { log, wire } = await openBreakable(brokers);
        opened.set(log, wire);
        return log;
      },
      crash: async (log) => opened.get(log)?.cut(),
      dispose: async () => void (await Promise.all([...opened.keys()].map((log) => log.close()))),
    };
  });

  test('reads and appends again after a lost connection, and its check fails meanwhile', async () => {
    const { log, wire } = await openBreakable(brokers);
    onTestFinished(() => log.close());
    const topic = `reconnect.${process.pid}.${Date.now()}`;
    await log.declare(topic, { compacted: false });
    const got: string[] = [];
    await log.read([topic], { from: 'now' }, async (batch) => {
      got.push(...batch.map(({ value }) => text(value)));
    });
    const append = (texts: readonly string[]) =>
      log.append(
        topic,
        texts.map((value) => ({ key: 'k', value: bytes(value) })),
      );
    await append(numbered('a', 3));
    await until(() => got.length >= 3);
    wire.cut();
    expect(await works(() => log.check())).toBe(false);
    expect(await works(() => append(['lost']))).toBe(false);
    wire.mend();
    await until(() => works(() => log.check()));
    await append(numbered('b', 3));
    await until(() => got.includes('b2'));
    expect(got.filter((value) => value !== 'lost')).toEqual([...numbered('a', 3), ...numbered('b', 3)]);
  }, 60_000);

  test('a start without servers fails with one line that names the servers', async () => {
    const started = createKafkaEventLog({
      brokers: ['127.0.0.1:1'],
      clientId: 'x',
      wallClock,
      log: silentLog,
      waitMs: 100,
    });
    await expect(started).rejects.toThrow(/^Kafka at 127\.0\.0\.1:1 did not answer within 0\.1 s: /);
  });
});

const works = (attempt: () => Promise<unknown>): Promise<boolean> =>
  attempt().then(
    () => true,
    () => false,
  );
