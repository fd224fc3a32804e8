import { expect, test } from 'vitest';
import { runTrial } from './trial.ts';

const TRIALS = 25;

test(`${TRIALS} trials with crashes between the steps of batches leave every order whole`, async () => {
  let [crashes, orders, replaces, fills] = [0, 0, 0, 0];
  for (let seed = 1; seed <= TRIALS; seed += 1) {
    const result = await runTrial(seed);
    crashes += result.crashes;
    orders += result.orders;
    replaces += result.replaces;
    fills += result.fills;
  }
  expect(crashes).toBeGreaterThan(TRIALS);
  expect(orders).toBeGreaterThan(TRIALS);
  expect(replaces).toBeGreaterThan(TRIALS);
  expect(fills).toBeGreaterThan(TRIALS);
});
