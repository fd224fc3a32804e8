/**
 * Measures the wallet's day close over many accounts, on an embedded PostgreSQL of its own that syncs every commit.
 *
 *   npm run bench:day-close -- [--accounts N] [--trades T]
 */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { withCleanUp } from '#platform/process/ending-signal.ts';
import { runCommand, wholeNumber } from '#scripts/command.ts';
import { endProgress, showProgress } from '#scripts/progress-line.ts';
import { load, machine } from '../report.ts';
import { measureDayClose } from './measure.ts';

const USAGE = `usage: npm run bench:day-close -- [--accounts N] [--trades T]

Fills the wallet's database with accounts that traded on one day, closes the day as the market's clock does, and prints how
long it took and how the memory of the process grew. The last line of standard output is one JSON object.

  --accounts N   accounts with trades (100000)
  --trades T     trades of each account, day trades among them (4)`;

await runCommand({ usage: USAGE, options: ['accounts', 'trades'] }, async (given) => {
  const accounts = wholeNumber(given, 'accounts', { min: 1, max: 10_000_000, missing: 100_000 });
  const trades = wholeNumber(given, 'trades', { min: 1, max: 1_000, missing: 4 });
  const folder = await mkdtemp(path.join(tmpdir(), 'my-broker-day-close-'));
  return withCleanUp(
    async () => {
      const loadBefore = load();
      const result = await measureDayClose({ folder, accounts, trades, onProgress: showProgress });
      endProgress();
      const { seconds, accountsPerSecond, memoryMiB } = result;
      console.log(`${machine()}, load ${loadBefore}`);
      console.log(`closed ${accounts} accounts with ${trades} trades each in ${seconds} s`);
      console.log(`${accountsPerSecond} accounts/s`);
      console.log(
        `resident memory: ${memoryMiB.before} MiB before, ${memoryMiB.half} MiB at the half, ${memoryMiB.end} MiB at the end, ${memoryMiB.highest} MiB at most`,
      );
      console.log(JSON.stringify({ accounts, trades, load: loadBefore, ...result }));
      return 0;
    },
    () => rm(folder, { recursive: true, force: true }),
  );
});
