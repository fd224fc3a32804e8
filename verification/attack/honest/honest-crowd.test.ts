import { describe, expect, test } from 'vitest';
import { problemsOf } from './honest-crowd.ts';

const LATENCY = { samples: 400, p50Ms: 5, p99Ms: 20, maxMs: 30 };
const MAKER = {
  placed: 400,
  canceled: 400,
  subscriptions: 50,
  tookSeconds: 2.1,
  orderLatency: LATENCY,
  refusals: {},
};
const SUBSCRIBERS = { sockets: 1_000, served: 1_000, quotes: 9_000, refusals: {} };
const SERVED = { seconds: 2, maker: MAKER, subscribers: SUBSCRIBERS };

describe('the judgement of an honest crowd', () => {
  test('finds nothing where everybody is served', () => expect(problemsOf(SERVED)).toEqual([]));

  test.each([
    ['a limited order', { ...SERVED, maker: { ...MAKER, refusals: { '429 RATE_LIMITED': 3 } } }],
    ['an order too few', { ...SERVED, maker: { ...MAKER, placed: 399, canceled: 399 } }],
    ['a broker that falls behind', { ...SERVED, maker: { ...MAKER, tookSeconds: 5 } }],
    ['a cancel too few', { ...SERVED, maker: { ...MAKER, canceled: 399 } }],
    ['a closed socket', { ...SERVED, subscribers: { ...SUBSCRIBERS, refusals: { 'closed 4429': 1 } } }],
    ['a subscriber without a quote', { ...SERVED, subscribers: { ...SUBSCRIBERS, served: 999 } }],
  ])('names %s', (_, outcome) => expect(problemsOf(outcome)).toHaveLength(1));
});
