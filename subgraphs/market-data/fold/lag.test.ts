import { expect, test } from 'vitest';
import { noMetrics } from '#platform/observability/metrics.ts';
import { createFoldLag } from './lag.ts';

test.each([
  ['few events wait in three checks in a row', [501, 500, 500, 501, 500, 500], 500],
  ['no event waits', [501], 0],
])('the folding is not ready until %s, and ready from then on', async (_, before, last) => {
  const waiting = [...before, last, 10_000];
  const eventLog = { lag: async () => waiting.shift() ?? 0 };
  const lag = createFoldLag({ eventLog, metrics: noMetrics }, 'market-data');
  const isReady = (): Promise<boolean> =>
    lag.check().then(
      () => true,
      () => false,
    );
  for (const _events of before) expect(await isReady()).toBe(false);
  expect(await isReady()).toBe(true);
  expect(await isReady()).toBe(true);
});
