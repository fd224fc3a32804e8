import { expect, test } from 'vitest';
import { runTrial } from './trial.ts';

const TRIALS = 80;

test(`${TRIALS} trials with crashes between the steps of batches leave every order whole`, async () => {
  let [crashes, orders] = [0, 0];
  for (let seed = 1; seed <= TRIALS; seed += 1) {
    const result = await runTrial(seed);
    crashes += result.crashes;
    orders += result.orders;
  }
  expect(crashes).toBeGreaterThan(TRIALS);
  expect(orders).toBeGreaterThan(TRIALS);
});
