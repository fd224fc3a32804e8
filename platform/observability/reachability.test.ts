import { expect, test } from 'vitest';
import { silentLog, type Log } from './log.ts';
import { createMetrics } from './metrics.ts';
import { createReachability } from './reachability.ts';

test('logs each change once with the reason, counts each failure, and shows the state', async () => {
  const lines: unknown[] = [];
  const log: Log = { ...silentLog, warn: (fields, message) => lines.push([message, fields]) };
  const metrics = createMetrics();
  const peer = { name: 'subgraph orders', transport: 'http' } as const;
  const labels = { peer: 'subgraph orders', transport: 'http' };
  const reachability = createReachability(peer, { log, metrics });
  reachability.answered();
  expect(lines).toEqual([]);
  reachability.failed(new Error('connect ECONNREFUSED'));
  reachability.failed(new Error('connect ECONNREFUSED'));
  const [reading, count] = ['peer_reachable', 'peer_failures_total'].map(
    (name) => `${name}{peer="subgraph orders",transport="http"}`,
  );
  expect(await metrics.text()).toContain(`${reading} 0\n`);
  expect(await metrics.text()).toContain(`${count} 2\n`);
  reachability.answered();
  reachability.answered();
  expect(await metrics.text()).toContain(`${reading} 1\n`);
  expect(lines).toEqual([
    ['another process does not answer', { ...labels, reason: 'connect ECONNREFUSED' }],
    ['another process answers again', labels],
  ]);
  reachability.close();
  expect(await metrics.text()).not.toContain(reading);
});
