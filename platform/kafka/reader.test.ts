import { setImmediate } from 'node:timers/promises';
import type { Consumer, ConsumerConfig, ConsumerRunConfig, EachBatchPayload, Kafka } from 'kafkajs';
import { expect, onTestFinished, test } from 'vitest';
import { silentLog } from '../observability/log.ts';
import { createManualClock } from '../time/manual-clock.ts';
import { startReader } from './reader.ts';

type Listener = (event: { payload: object }) => void;

/** A client whose consumers do what the test says: each membership is one consumer. */
function createFakeKafka() {
  const configs: ConsumerConfig[] = [];
  let listeners = new Map<string, Listener>();
  let run: ConsumerRunConfig | undefined;
  const kafka = {
    consumer: (config: ConsumerConfig) => {
      configs.push(config);
      listeners = new Map();
      const own = listeners;
      const consumer: Partial<Consumer> = {
        events: { GROUP_JOIN: 'consumer.group_join', CRASH: 'consumer.crash' } as Consumer['events'],
        on: ((name: string, listener: unknown) => {
          own.set(name, listener as Listener);
          return () => undefined;
        }) as Consumer['on'],
        connect: async () => undefined,
        subscribe: async () => undefined,
        run: async (config) => void (run = config),
        disconnect: async () => undefined,
        seek: () => undefined,
      };
      return consumer as Consumer;
    },
  } as Partial<Kafka> as Kafka;
  const joined = (memberId: string): void =>
    listeners.get('consumer.group_join')?.({ payload: { memberId } });
  const crashed = (name: string): void =>
    listeners.get('consumer.crash')?.({
      payload: { error: Object.assign(new Error(name), { name }), restart: false },
    });
  const deliver = (payload: EachBatchPayload): Promise<void> =>
    run?.eachBatch?.(payload) ?? Promise.reject(new Error('the consumer does not run'));
  return { kafka, configs, joined, crashed, deliver };
}

async function startTrial(positions: Map<string, bigint> | null = null) {
  const wallClock = createManualClock(0);
  const { kafka, configs, joined, crashed } = createFakeKafka();
  const handle = async (): Promise<void> => undefined;
  const stop = await startReader({
    ...{ kafka, groupId: 'g', topics: ['t'], positions, maxBatch: 500, handle, wallClock, log: silentLog },
  });
  onTestFinished(() => stop());
  const timeouts = () => configs.map(({ rebalanceTimeout }) => rebalanceTimeout);
  /** Waits for the next membership. */
  const again = async (): Promise<void> => {
    const before = configs.length;
    for (let turn = 0; configs.length === before && turn < 1_000; turn++) {
      await setImmediate();
      wallClock.advance(10);
    }
  };
  return { wallClock, joined, crashed, timeouts, again };
}

test('a reader that joins too late gets twice the time, and the short one again after five calm minutes', async () => {
  const { wallClock, crashed, joined, timeouts, again } = await startTrial();
  for (let time = 0; time < 5; time++) {
    crashed('KafkaJSNumberOfRetriesExceeded');
    await again();
  }
  expect(timeouts()).toEqual([800, 1_600, 3_200, 6_400, 10_000, 10_000]);
  joined('m1');
  wallClock.advance(301_000);
  crashed('KafkaJSConnectionError');
  await again();
  expect(timeouts().at(-1)).toBe(800);
});

test('a member that the server has forgotten joins anew, with more time; a rebalance of the group changes nothing', async () => {
  const { joined, timeouts, again } = await startTrial();
  joined('m1');
  joined('m1');
  expect(timeouts()).toEqual([800]);
  joined('m2');
  await again();
  expect(timeouts()).toEqual([800, 1_600]);
});

test('a lost connection costs no time of the group', async () => {
  const { crashed, timeouts, again } = await startTrial();
  crashed('KafkaJSConnectionError');
  await again();
  expect(timeouts()).toEqual([800, 800]);
});

test('a reader that is alone has the longest time', async () => {
  const { timeouts } = await startTrial(new Map([['t/0', 5n]]));
  expect(timeouts()).toEqual([10_000]);
});

/** A batch of a partition: texts of its messages from offset 0 on. Notes the commit of its progress. */
function batchOf(partition: number, texts: readonly string[], committed: string[]): EachBatchPayload {
  const messages = texts.map((value, offset) => ({
    key: null,
    value: Buffer.from(value),
    offset: `${offset}`,
  }));
  const payload = {
    batch: { topic: 't', partition, messages, lastOffset: () => `${texts.length - 1}` },
    isStale: () => false,
    resolveOffset: () => undefined,
    heartbeat: async () => undefined,
    commitOffsetsIfNecessary: async () => void committed.push(texts.join('')),
  };
  return payload as unknown as EachBatchPayload;
}

test('what partitions bring while a batch is handled is the next batch, up to its size', async () => {
  const { kafka, deliver } = createFakeKafka();
  const [handled, committed]: [string[], string[]] = [[], []];
  let release: () => void = () => undefined;
  const first = new Promise<void>((resolve) => (release = resolve));
  const stop = await startReader({
    ...{ kafka, groupId: 'g', topics: ['t'], positions: null, maxBatch: 3, log: silentLog },
    wallClock: createManualClock(0),
    handle: async (records) => {
      handled.push(records.map(({ value }) => Buffer.from(value).toString()).join(''));
      await first;
    },
  });
  onTestFinished(() => stop());
  const delivered = [
    deliver(batchOf(0, ['a'], committed)),
    setImmediate().then(() => deliver(batchOf(1, ['b'], committed))),
    setImmediate().then(() => deliver(batchOf(2, ['c', 'd'], committed))),
    setImmediate().then(() => deliver(batchOf(3, ['e', 'f'], committed))),
  ];
  for (let turn = 0; turn < 3; turn++) await setImmediate();
  expect([handled, committed]).toEqual([['a'], []]);
  release();
  await Promise.all(delivered);
  expect(handled).toEqual(['a', 'bcd', 'ef']);
  expect(committed.toSorted()).toEqual(['a', 'b', 'cd', 'ef']);
});
