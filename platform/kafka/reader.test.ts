import { setImmediate } from 'node:timers/promises';
import type { Consumer, ConsumerConfig, Kafka } from 'kafkajs';
import { expect, onTestFinished, test } from 'vitest';
import { silentLog } from '../observability/log.ts';
import { createManualClock } from '../time/manual-clock.ts';
import { startReader } from './reader.ts';

type Listener = (event: { payload: object }) => void;

/** A client whose consumers do what the test says: each membership is one consumer. */
function createFakeKafka() {
  const configs: ConsumerConfig[] = [];
  let listeners = new Map<string, Listener>();
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
        run: async () => undefined,
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
  return { kafka, configs, joined, crashed };
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
