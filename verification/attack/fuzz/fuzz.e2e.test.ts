import { rm } from 'node:fs/promises';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createIdSource } from '#platform/ids.ts';
import { createWallClock } from '#platform/time/clock.ts';
import { temporaryDataDir, type Broker } from '#test/e2e/support/broker.ts';
import { startInProcessBroker } from '#test/e2e/support/in-process-broker.ts';
import { fuzz } from './fuzz.ts';
import { readSource } from './source.ts';

let broker: Broker;
let dataDir: string;

beforeAll(async () => {
  dataDir = await temporaryDataDir();
  broker = await startInProcessBroker(dataDir, { SIMULATOR: 'off' });
});
afterAll(async () => {
  await broker.stop();
  await rm(dataDir, { recursive: true, force: true });
});

/** `npm run attack -- --fuzz N` is the long form. */
test('2,000 random bodies, frames and variables get a 4xx, a documented code or a documented close', async () => {
  const clock = createWallClock();
  const ids = createIdSource(clock);
  const options = { graph: broker.url, source: await readSource(), clock, newName: () => ids('fuzz') };
  const result = await fuzz({ ...options, seed: 20_260_316, from: 0, count: 2_000 });
  expect(result.failures).toEqual([]);
  expect(result.cases).toBe(2_000);
});
