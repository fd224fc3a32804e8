/**
 * Kills the matching engine repeatedly while it works, and checks that its state and outputs equal an undisturbed run's.
 *
 *   npm run engine:kill -- --kills N [--standbys S] [--commands C] [--seed X]
 */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { withCleanUp } from '#platform/process/ending-signal.ts';
import { runCommand, wholeNumber } from '#scripts/command.ts';
import { runCampaign, type CampaignResult } from './campaign.ts';
import { flow } from './flow.ts';

const USAGE = `usage: npm run engine:kill -- [--kills N] [--standbys S] [--commands C] [--seed X]

Runs the matching engine as a process with its journal on disk, kills it (kill -9) at random instants of a seeded stream
of commands, and compares its state and all published messages with those of an engine that was never killed. The last
line of standard output is one JSON object. Needs no servers.

  --kills N      number of kills (50)
  --standbys S   engines that stand by over the same journal and take over (0: the engine is started again)
  --commands C   number of commands (50000)
  --seed X       seed of the commands and of the kills (1)`;

const OPTIONS = ['kills', 'standbys', 'commands', 'seed'];

await runCommand({ usage: USAGE, options: OPTIONS }, async (given) => {
  const kills = wholeNumber(given, 'kills', { min: 0, max: 10_000, missing: 50 });
  const standbys = wholeNumber(given, 'standbys', { min: 0, max: 8, missing: 0 });
  const count = wholeNumber(given, 'commands', { min: 1, max: 10_000_000, missing: 50_000 });
  const seed = wholeNumber(given, 'seed', { min: 0, max: 4_294_967_295, missing: 1 });
  const commands = flow(count, seed);
  const root = await mkdtemp(path.join(tmpdir(), 'engine-kill-'));
  const run = (name: string, how: { kills: number; standbys: number }): Promise<CampaignResult> =>
    runCampaign({
      commands,
      ...how,
      seed,
      folder: path.join(root, name),
      snapshotEvery: Math.max(100, Math.floor(count / 20)),
      onKill: (number, settled) =>
        console.log(`kill ${number} of ${kills}, ${settled} of ${count} commands settled`),
    });
  const compare = async (): Promise<number> => {
    const undisturbed = await run('undisturbed', { kills: 0, standbys: 0 });
    console.log(`undisturbed: ${undisturbed.messages} messages, state ${undisturbed.stateHash}`);
    const disturbed = await run('killed', { kills, standbys });
    const equal =
      disturbed.stateHash === undisturbed.stateHash && disturbed.published === undisturbed.published;
    const { stateHash, published, messages, repeats, journaled, snapshotIndex } = disturbed;
    console.log(
      JSON.stringify({
        kills,
        standbys,
        commands: count,
        journaled,
        snapshotIndex,
        messages,
        repeats,
        stateHash,
        published,
        equal,
      }),
    );
    return equal ? 0 : 1;
  };
  return withCleanUp(compare, () => rm(root, { recursive: true, force: true }));
});
