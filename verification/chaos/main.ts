/**
 * Kills parts and servers of the distributed profile under load, and checks afterwards that no order was lost.
 *
 *   npm run chaos -- --kills N [--seed S]
 *
 * The servers must be up (`npm run stack -- start`). The first four kills are the engine, orders, the wallet and
 * RabbitMQ; the others are random.
 */
import { spawn, execFileSync, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import path from 'node:path';
import { pollUntil } from '#platform/retry/poll.ts';
import { createWallClock, delay, type Clock } from '#platform/time/clock.ts';
import { environment } from '#platform/config.ts';
import { createRandom } from '#platform/random.ts';
import { Load } from './load.ts';
import { runCommand, wholeNumber } from '#scripts/command.ts';
import { findProcesses, killTarget, targetsOf, type Target } from './processes.ts';

const root = path.resolve(import.meta.dirname, '../..');
const PORT = 4780;
const URL_OF_GRAPH = `http://127.0.0.1:${PORT}/graphql`;
const TRADERS = 6;
const BETWEEN_KILLS_MS = 3_000;
const RECOVERY_MS = 120_000;
const ALWAYS = ['matching-engine', 'orders', 'wallet', 'rabbitmq'];

const clock = createWallClock();

/** Waits until a condition holds; throws with its name after a deadline. */
async function waitFor(condition: string, holds: () => Promise<boolean>, time: Clock = clock): Promise<void> {
  const options = { clock: time, everyMs: 250, timeoutMs: RECOVERY_MS };
  if (!(await pollUntil(holds, options))) throw new Error(`${condition}: not within ${RECOVERY_MS / 1000} s`);
}

const isReady = async (): Promise<boolean> =>
  fetch(`http://127.0.0.1:${PORT}/health/ready`).then(
    (answer) => answer.ok,
    () => false,
  );

function startBroker(): ChildProcess {
  const child = spawn(process.execPath, ['--import', 'tsx', 'processes/distributed/main.ts'], {
    cwd: root,
    env: { ...environment(), PORT: String(PORT), SIMULATOR: 'off', MARKET: 'continuous', LOG_LEVEL: 'warn' },
    stdio: ['ignore', 'ignore', 'inherit'],
  });
  return child;
}

async function kill(target: Target): Promise<void> {
  const killed = await killTarget(target);
  console.log(`killed ${target.name} (${killed} processes)`);
  if (killed === 0) throw new Error(`${target.name} was not running`);
  if (target.kind === 'server') {
    execFileSync('npm', ['run', '--silent', 'stack', '--', 'start'], {
      cwd: root,
      stdio: ['ignore', 'ignore', 'inherit'],
    });
  }
  await waitFor(`${target.name} runs again`, async () => (await findProcesses(target)).length > 0);
  await waitFor('the graph is ready again', isReady);
}

async function campaign(kills: number, seed: number): Promise<boolean> {
  const random = createRandom(seed);
  const targets = targetsOf(root);
  const broker = startBroker();
  const load = new Load(URL_OF_GRAPH, clock, random);
  try {
    await waitFor('the broker is ready', isReady);
    await load.start(TRADERS);
    for (let count = 0; count < kills; count++) {
      await delay(clock, BETWEEN_KILLS_MS);
      const name = ALWAYS[count];
      const target =
        targets.find((candidate) => candidate.name === name) ??
        targets[Math.floor(random() * targets.length)];
      if (target) await kill(target);
    }
    await delay(clock, BETWEEN_KILLS_MS);
    await load.stop();
    await waitFor('every order has ended', async () => (await load.open()).length === 0);
    return await report(load, kills);
  } finally {
    await load.close();
    broker.kill('SIGTERM');
    if (broker.exitCode === null) await once(broker, 'exit');
  }
}

async function report(load: Load, kills: number): Promise<boolean> {
  const { accepted, refused, repeated } = load.result;
  const missing = await load.missing();
  console.log(
    `${kills} kills, ${accepted.size} orders accepted, ${refused} refused, ${repeated} requests repeated`,
  );
  console.log(
    `${missing.length} accepted orders missing${missing.length > 0 ? `: ${missing.join(', ')}` : ''}`,
  );
  const auditor = spawn(process.execPath, ['--import', 'tsx', 'verification/audit/main.ts'], {
    cwd: root,
    env: { ...environment(), PORT: String(PORT) },
    stdio: ['ignore', 'inherit', 'inherit'],
  });
  const [code] = (await once(auditor, 'exit')) as [number | null];
  return missing.length === 0 && code === 0 && accepted.size > 0;
}

const USAGE = `usage: npm run chaos -- --kills N [--seed S]

Kills parts and servers of the distributed profile under load, then runs the auditor. The servers must be up
(npm run stack -- start).

  --kills N   number of kills (4): the engine, orders, the wallet and RabbitMQ first, then random ones
  --seed S    random seed (1)`;

await runCommand({ usage: USAGE, options: ['kills', 'seed'] }, async (commandLine) => {
  const kills = wholeNumber(commandLine, 'kills', { min: 1, max: 100_000, missing: 4 });
  const seed = wholeNumber(commandLine, 'seed', { min: 0, max: 4_294_967_295, missing: 1 });
  return (await campaign(kills, seed)) ? 0 : 1;
});
