import { expect, test } from 'vitest';
import { noMetrics } from '#platform/observability/metrics.ts';
import { createFoldLag } from './lag.ts';

test('the folding is not ready from its start until few events wait, and ready from then on', async () => {
  let waiting = 501;
  const lag = createFoldLag({ eventLog: { lag: async () => waiting }, metrics: noMetrics }, 'market-data');
  await expect(lag.check()).rejects.toThrow('501 events of the exchange wait: quotes are behind');
  waiting = 500;
  await lag.check();
  waiting = 501;
  await lag.check();
});
