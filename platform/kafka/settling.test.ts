import kafkajs, { type ITopicMetadata } from 'kafkajs';
import { expect, test } from 'vitest';
import { silentLog } from '../observability/log.ts';
import type { Clock } from '../time/clock.ts';
import { createManualClock } from '../time/manual-clock.ts';
import { connectProducer, makeTopic, whenSettled } from './settling.ts';

const {
  KafkaJSAggregateError,
  KafkaJSConnectionError,
  KafkaJSNumberOfRetriesExceeded,
  KafkaJSProtocolError,
} = kafkajs;

const TOPIC = { topic: 'orders.facts', numPartitions: 2 };

const protocolError = (type: string, retriable: boolean): Error =>
  new KafkaJSProtocolError(Object.assign(new Error(type), { type, retriable }));

/** Metadata of the topic when its partitions have these leaders. */
const led = (...leaders: readonly number[]): ITopicMetadata[] => [
  {
    name: TOPIC.topic,
    partitions: leaders.map((leader, partitionId) => ({
      partitionErrorCode: 0,
      partitionId,
      leader,
      replicas: [1],
      isr: [1],
    })),
  },
];

type Answer = Error | ITopicMetadata[];

/** Creates an admin client that returns these answers in turn and then repeats the last one. */
function fakeAdmin(creations: readonly (Error | boolean)[], answers: readonly Answer[]) {
  const calls = { createTopics: 0, fetchTopicMetadata: 0 };
  const admin: Parameters<typeof makeTopic>[0] = {
    createTopics: async () => {
      const answer = creations[Math.min(calls.createTopics++, creations.length - 1)] ?? true;
      if (answer instanceof Error) throw answer;
      return answer;
    },
    fetchTopicMetadata: async () => {
      const answer = answers[Math.min(calls.fetchTopicMetadata++, answers.length - 1)] ?? [];
      if (answer instanceof Error) throw answer;
      return { topics: answer };
    },
  };
  return { admin, calls };
}

/** Runs the clock until the work ends. Returns 'done' or the error. */
async function outcomeOf(start: (wallClock: Clock) => Promise<unknown>): Promise<unknown> {
  const wallClock = createManualClock(0);
  const result = start(wallClock).then(
    () => 'done',
    (error: Error) => error,
  );
  let over = false;
  void result.then(() => (over = true));
  for (let step = 0; step < 5_000 && !over; step += 1) {
    await Promise.resolve();
    if (step % 10 === 0) wallClock.advance(100);
  }
  return result;
}

async function declare(creations: readonly (Error | boolean)[], answers: readonly Answer[]) {
  const { admin, calls } = fakeAdmin(creations, answers);
  const result = await outcomeOf((wallClock) =>
    whenSettled([TOPIC.topic], () => makeTopic(admin, TOPIC), { wallClock, log: silentLog }),
  );
  return { result, calls };
}

const UNKNOWN = protocolError('UNKNOWN_TOPIC_OR_PARTITION', true);
const NO_LEADER = protocolError('LEADER_NOT_AVAILABLE', true);
const EXISTS = false;

test.each<[string, (Error | boolean)[], Answer[]]>([
  ['the topic is not known yet', [true], [UNKNOWN, UNKNOWN, led(1, 1)]],
  ['another process has just created it', [EXISTS], [UNKNOWN, led(1, 1)]],
  ['a partition has no leader, as an error', [true], [NO_LEADER, led(1, 1)]],
  ['a partition has no leader, in the metadata', [true], [led(1, -1), led(1, 1)]],
  ['the metadata leaves the topic out', [true], [[], led(1, 1)]],
  [
    'the controller does not answer in time',
    [new KafkaJSAggregateError('Topic creation errors', [protocolError('REQUEST_TIMED_OUT', true)]), true],
    [led(1, 1)],
  ],
  [
    'the client has given up on a controller that moves',
    [
      new KafkaJSNumberOfRetriesExceeded(protocolError('NOT_CONTROLLER', true), {
        retryCount: 6,
        retryTime: 100,
      }),
      true,
    ],
    [led(1, 1)],
  ],
])('a topic is declared although at first %s', async (_, creations, answers) => {
  const { result, calls } = await declare(creations, answers);
  expect(result).toBe('done');
  expect(calls.fetchTopicMetadata).toBe(answers.length);
});

test.each([
  ['alone', protocolError('TOPIC_AUTHORIZATION_FAILED', false)],
  [
    'among others',
    new KafkaJSAggregateError('Topic creation errors', [UNKNOWN, protocolError('POLICY_VIOLATION', false)]),
  ],
])('a permanent error is thrown at once: %s', async (_, error) => {
  const { result, calls } = await declare([error], [led(1, 1)]);
  expect(result).toBe(error);
  expect(calls.createTopics).toBe(1);
});

test('the declaration of a topic that never settles fails after 30 seconds with the reason', async () => {
  const { result } = await declare([true], [UNKNOWN]);
  expect(result).toHaveProperty('name', 'StartError');
  expect(result).toHaveProperty(
    'message',
    'Kafka topic orders.facts did not answer within 30 s: UNKNOWN_TOPIC_OR_PARTITION',
  );
});

const givenUp = (error: Error): Error =>
  new KafkaJSNumberOfRetriesExceeded(error, { retryCount: 5, retryTime: 100 });

test.each([
  [
    'the server cannot assign producer ids yet',
    givenUp(protocolError('GROUP_LOAD_IN_PROGRESS', true)),
    'done',
    2,
  ],
  ['the server cannot be reached', givenUp(new KafkaJSConnectionError('refused', { broker: 'b' })), null, 1],
  ['the server forbids it', protocolError('CLUSTER_AUTHORIZATION_FAILED', false), null, 1],
])(
  'a producer connects again only after a transient error of the server: %s',
  async (_, error, outcome, expected) => {
    let calls = 0;
    const connect = async (): Promise<void> => {
      calls += 1;
      if (calls === 1) throw error;
    };
    const result = await outcomeOf((wallClock) =>
      connectProducer({ connect }, { wallClock, log: silentLog }),
    );
    expect(result).toBe(outcome ?? error);
    expect(calls).toBe(expected);
  },
);
