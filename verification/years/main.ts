/**
 * Simulated years of random trading on a broker that is killed on the way, compared with a model of the books.
 *
 *   npm run campaign:years -- [--days D] [--accounts A] [--kills K] [--seed S] [--from DAY]
 */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { isDay } from '#domain/calendar/days.ts';
import { createTradingCalendar } from '#domain/calendar/trading-calendar.ts';
import { CommandLineError } from '#platform/process/command-line.ts';
import { withCleanUp } from '#platform/process/ending-signal.ts';
import { runCommand, wholeNumber } from '#scripts/command.ts';
import { runCampaign } from './campaign.ts';

const FIRST_DAY = '2024-08-01';
const USAGE = `usage: npm run campaign:years -- [--days D] [--accounts A] [--kills K] [--seed S] [--from DAY] [--port P]

Starts the embedded broker on a folder and a clock of its own and lets people trade with each other: orders of any kind,
day trades, calls, splits (some declared late), reverse splits, bonuses, capital returns, dividends, interest on equity, deposits of shares. The
broker is killed (kill -9) at random instants and started again. Then a model that shares no code with the broker computes
positions, notes, results and months from the executions and corporate actions alone, and compares each figure with the
graph; then the auditor runs. The last line of standard output is one JSON object. It exits with 0 only when all agree.

  --days D       trading days (500)
  --accounts A   accounts; one person of eight has two (200)
  --kills K      number of kills (10)
  --seed S       random seed (1)
  --from DAY     first trading day (${FIRST_DAY}); the model knows the fees from 2021-02-02 on
  --port P       port of the graph, 0 for any free one (0)`;

const OPTIONS = ['days', 'accounts', 'kills', 'seed', 'from', 'port'];
/** Differences that are printed. */
const SHOWN = 30;

await runCommand({ usage: USAGE, options: OPTIONS }, async (given) => {
  const firstDay = given.options.get('from') ?? FIRST_DAY;
  if (!isDay(firstDay) || !createTradingCalendar().isTradingDay(firstDay))
    throw new CommandLineError(`--from takes a trading day such as ${FIRST_DAY}, not '${firstDay}'.`);
  const dataDir = await mkdtemp(path.join(tmpdir(), 'my-broker-years-'));
  return withCleanUp(
    async () => {
      const { differences, ...result } = await runCampaign({
        ...{ dataDir, firstDay, onProgress: (line) => console.log(line) },
        port: wholeNumber(given, 'port', { min: 0, max: 65_535, missing: 0 }),
        days: wholeNumber(given, 'days', { min: 1, max: 10_000, missing: 500 }),
        accounts: wholeNumber(given, 'accounts', { min: 2, max: 1_000, missing: 200 }),
        kills: wholeNumber(given, 'kills', { min: 0, max: 1_000, missing: 10 }),
        seed: wholeNumber(given, 'seed', { min: 0, max: 4_294_967_294, missing: 1 }),
      });
      for (const difference of differences.slice(0, SHOWN)) console.log(`differs: ${difference}`);
      console.log(JSON.stringify({ ...result, differences: differences.length }));
      return differences.length === 0 && result.brokenRules === 0 ? 0 : 1;
    },
    () => rm(dataDir, { recursive: true, force: true }),
  );
});
