/** Crashes the process of orders at random points of its batches: `npm run crash:orders`. */
import { runCommand, wholeNumber } from '#scripts/command.ts';
import { endProgress, showProgress } from '#scripts/progress-line.ts';
import { runTrial } from './trial.ts';

const USAGE = `usage: npm run crash:orders [-- OPTIONS]

Lets clients place, replace and cancel orders at once, and the exchange fill them, on a store, a wallet and an exchange in memory, while
the process of orders crashes at random points between two effects. After each trial, orders, reservations, commands, facts and answers must agree.
Prints one line of JSON: trials, crashes, orders, replaces, fills, the seed of the first failure or null.

  --crashes N   number of crashes (10000)
  --seed N      seed of the first trial; each further one has the next seed (1)

Exits with 1 after a failure.`;

await runCommand({ usage: USAGE, options: ['crashes', 'seed'] }, async (given) => {
  const wanted = wholeNumber(given, 'crashes', { min: 1, max: 100_000_000, missing: 10_000 });
  const first = wholeNumber(given, 'seed', { min: 0, max: 1_000_000_000, missing: 1 });
  let [trials, crashes, orders, replaces, fills] = [0, 0, 0, 0, 0];
  let failure: { readonly seed: number; readonly message: string } | null = null;
  while (crashes < wanted && !failure) {
    const seed = first + trials;
    trials += 1;
    try {
      const result = await runTrial(seed);
      crashes += result.crashes;
      orders += result.orders;
      replaces += result.replaces;
      fills += result.fills;
    } catch (error) {
      failure = { seed, message: String(error) };
    }
    if (trials % 100 === 0) showProgress(`${crashes} of ${wanted} crashes`);
  }
  endProgress();
  console.log(JSON.stringify({ trials, crashes, orders, replaces, fills, failure }));
  return failure ? 1 : 0;
});
