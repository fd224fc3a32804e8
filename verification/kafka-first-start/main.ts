/**
 * Starts parts over an empty Kafka repeatedly, while one core is busy, and counts the starts that work.
 *
 *   npm run kafka:first-start -- --count N
 *
 * Needs Kafka's jars (`npm run stack -- install`), not the running stack.
 */
import { createWallClock } from '#platform/time/clock.ts';
import { runCommand, wholeNumber } from '#scripts/command.ts';
import { campaign } from './campaign.ts';

const USAGE = `usage: npm run kafka:first-start -- [--count N] [--port P]

Formats an empty Kafka of its own N times, starts the event log of every part over it at once while a core is kept
busy, and has each declare the topics, append and read. Exits 1 when any start failed. Needs "npm run stack -- install".

  --count N   number of first starts (20)
  --port P    port of this Kafka; its controller uses the next port (4860)`;

await runCommand({ usage: USAGE, options: ['count', 'port'] }, async (given) => {
  const count = wholeNumber(given, 'count', { min: 1, max: 10_000, missing: 20 });
  const port = wholeNumber(given, 'port', { min: 1_024, max: 65_534, missing: 4860 });
  const worked = await campaign(count, port, createWallClock(), (line) => console.log(line));
  console.log(`${worked} of ${count} first starts worked`);
  return worked === count ? 0 : 1;
});
