import { expect, test } from 'vitest';
import { createMetrics } from './metrics.ts';

test('registering a counter or a histogram twice gives the same one', async () => {
  const metrics = createMetrics();
  for (const kind of ['a', 'b']) metrics.counter('things_total', 'Things.', ['kind']).inc({ kind });
  metrics.counter('things_total', 'Things.', ['kind']).inc({ kind: 'a' }, 2);
  metrics.histogram('wait_seconds', 'Waits.', [1, 2]).observe(1.5);
  metrics.histogram('wait_seconds', 'Waits.', [1, 2]).observe(3);
  const text = await metrics.text();
  expect(text).toContain('things_total{kind="a"} 3');
  expect(text).toContain('things_total{kind="b"} 1');
  expect(text).toContain('wait_seconds_bucket{le="2"} 1');
  expect(text).toContain('wait_seconds_count 2');
});

test('a gauge is collected at each reading and sums the readings of several parts', async () => {
  const metrics = createMetrics();
  let depth = 1;
  metrics.gauge('depth', 'Depth.', () => depth);
  metrics.gauge('depth', 'Depth.', async () => 10);
  expect(await metrics.text()).toContain('depth 11');
  depth = 5;
  expect(await metrics.text()).toContain('depth 15');
});

test('a reading of a label disappears when it is no longer collected', async () => {
  const metrics = createMetrics();
  let queues = ['a', 'b'];
  const read = () => queues.map((queue) => ({ labels: { queue }, value: 2 }));
  metrics.gauge('queue_depth', 'Depth.', read, ['queue']);
  expect(await metrics.text()).toContain('queue_depth{queue="b"} 2');
  queues = ['a'];
  expect(await metrics.text()).not.toContain('queue="b"');
});

test('a gauge whose collection fails reads NaN and affects no other', async () => {
  const metrics = createMetrics();
  metrics.gauge('broken', 'Broken.', () => Promise.reject(new Error('no')));
  metrics.gauge('fine', 'Fine.', () => 1);
  const text = await metrics.text();
  expect(text).toMatch(/^broken Nan$/m);
  expect(text).toMatch(/^fine 1$/m);
});
