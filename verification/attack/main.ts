/**
 * Attacks a running broker on loopback with hostile clients, and measures an innocent one: `npm run attack`.
 */
import { networkInterfaces, platform } from 'node:os';
import path from 'node:path';
import { environment, readSettings } from '#platform/config.ts';
import { createIdSource } from '#platform/ids.ts';
import { CommandLineError } from '#platform/process/command-line.ts';
import { createWallClock } from '#platform/time/clock.ts';
import { SETTINGS } from '#processes/settings/settings.ts';
import { runCommand, wholeNumber, type CommandLine } from '#scripts/command.ts';
import { RATES_OFF } from '#processes/settings/rates-off.ts';
import type { Attack } from './attack.ts';
import { createAttackerProcess } from './attacker/attacker-process.ts';
import { ATTACKS } from './attacks/index.ts';
import type { Broker } from './broker/broker.ts';
import { startOwnBroker, type OwnBrokerOptions } from './broker/own-broker.ts';
import { joinRunningBroker } from './broker/running-broker.ts';
import { runCampaign, type Outcome } from './campaign.ts';
import { runFuzzCampaign } from './fuzz/fuzz-campaign.ts';
import { linesOfCrowd, runHonestCrowd } from './honest/honest-crowd.ts';
import { startInnocent } from './innocent/innocent.ts';
import { record } from './report/record.ts';
import { headLine, jsonOf, linesOf, markdownTable } from './report/table.ts';

const USAGE = `usage: npm run attack -- [--start PROFILE] [--url URL] [--only NAMES] [--fuzz N] [--honest] [--json] [--record] [--list]

Hostile clients attack a running broker on this machine, one kind after the other, while an innocent client queries,
orders and streams. Prints how long the innocent client waits, what memory the broker uses and which answers the
attackers get. Exits 1 when a limit does not hold: the innocent client's p99 over 3 times its undisturbed value, memory
not back within 10 %, INTERNAL_SERVER_ERROR, a crash, or an answer that the attack must not get. docs/SECURITY.md
explains the figures.

  --start PROFILE   starts a broker of its own, "embedded" or "distributed" (over servers of npm run stack -- start that
                    hold no data of another broker), which limits callers on loopback by address as it does others.
                    Without it, the broker at --url is attacked
  --url URL         the graph (http://127.0.0.1:4000/graphql, or another PORT). It must be on loopback
  --metrics URL     the broker's metrics, when they are not where its data folder says
  --only NAMES      some attacks, separated by commas
  --seconds N       duration of an attack that names none (8)
  --seed N          seed of random documents and of the fuzz (1)
  --fuzz N          sends N random bodies, frames and variables instead of the attacks; each must get a 4xx, a documented
                    code or a documented close
  --honest          a market maker with an API key (200 orders a second, their cancels, 50 subscriptions) and a thousand quote
                    subscribers on ten addresses use the broker for --seconds (30) instead of the attacks; the default
                    limits must stop none of them
  --from N          number of the first case of the fuzz (0), to run a failed case again
  --json            prints one JSON object at the end
  --record          writes the table into docs/SECURITY.md; needs --start and all attacks
  --list            lists the attacks and ends`;

const COMMAND = {
  usage: USAGE,
  flags: ['json', 'record', 'list', 'honest'],
  options: ['start', 'url', 'metrics', 'only', 'seconds', 'seed', 'fuzz', 'from'],
};

const clock = createWallClock();
const ids = createIdSource(clock);
const ATTACK_PORT = 4785;
const HONEST_ADDRESSES = 10;

function chosenAttacks({ options }: CommandLine): readonly Attack[] {
  const names = options.get('only')?.split(',');
  if (!names) return ATTACKS;
  return names.map((name) => {
    const attack = ATTACKS.find((one) => one.name === name);
    if (!attack) throw new CommandLineError(`there is no attack '${name}'. See --list.`);
    return attack;
  });
}

/** @param own settings of a broker that this command starts */
async function openBroker(
  { options }: CommandLine,
  { settings: own = {}, hasLowRates = true }: Pick<OwnBrokerOptions, 'settings' | 'hasLowRates'> = {},
): Promise<Broker> {
  const profile = options.get('start');
  const settings = readSettings(SETTINGS, environment());
  if (profile === 'embedded' || profile === 'distributed') {
    console.log(`starting a broker (${profile})...`);
    const port = profile === 'embedded' ? 0 : ATTACK_PORT;
    return startOwnBroker({ profile, clock, port, hasLowRates, settings: own });
  }
  if (profile !== undefined) throw new CommandLineError("--start takes 'embedded' or 'distributed'.");
  return joinRunningBroker({
    graph: options.get('url') ?? `http://127.0.0.1:${settings.PORT}/graphql`,
    dataDir: path.resolve(settings.DATA_DIR),
    metrics: options.get('metrics') ?? null,
    target: { subgraphs: {}, limitsLoopback: false, hasLowRates: false, sessionMaxAgeSeconds: null },
    clock,
  });
}

/** A source address for each attack, where the whole network 127.0.0.0/8 is loopback. */
const addressOf = (number: number): string | undefined =>
  platform() === 'linux' && networkInterfaces()['lo'] ? `127.0.1.${1 + (number % 250)}` : undefined;

const seedOf = (given: CommandLine): number =>
  wholeNumber(given, 'seed', { min: 0, max: 4_294_967_295, missing: 1 });

async function attackBroker(given: CommandLine): Promise<number> {
  const attacks = chosenAttacks(given);
  const seconds = wholeNumber(given, 'seconds', { min: 1, max: 600, missing: 8 });
  const seed = seedOf(given);
  const broker = await openBroker(given);
  const attacker = createAttackerProcess();
  try {
    const { graph } = broker.target;
    const innocent = await startInnocent({ graph, clock, newName: () => ids('innocent') });
    console.log(`${attacks.length} attacks on ${graph}; memory is read ${broker.settling}\n${headLine()}`);
    const onOutcome = (outcome: Outcome): void => linesOf(outcome).forEach((line) => console.log(line));
    const outcomes = await runCampaign({
      broker,
      innocent,
      attacker,
      clock,
      attacks,
      seconds,
      seed,
      addressOf,
      onOutcome,
    });
    await innocent.close();
    return await report(given, broker, outcomes);
  } finally {
    attacker.stop();
    await broker.stop();
  }
}

/**
 * Settings of a fuzzed broker. Limits would refuse most cases before they reach the code under test. The simulator's market data
 * would fill bounded buffers meanwhile, and random documents the caches of prepared operations, which counts as growth.
 */
const FUZZED = {
  SIMULATOR: 'off',
  LIMIT_LOOPBACK: 'off',
  LIMIT_CACHE_BYTES: '1048576',
  ...RATES_OFF,
};

async function fuzzBroker(given: CommandLine): Promise<number> {
  const count = wholeNumber(given, 'fuzz', { min: 1, max: 100_000_000, missing: 1 });
  const from = wholeNumber(given, 'from', { min: 0, max: 2_000_000_000, missing: 0 });
  const seed = seedOf(given);
  const broker = await openBroker(given, { settings: FUZZED });
  try {
    const outcome = await runFuzzCampaign({ broker, clock, newName: () => ids('fuzz'), seed, from, count });
    const { result, problems } = outcome;
    for (const [answer, times] of Object.entries(result.answers))
      console.log(`${String(times).padStart(8)} ${answer}`);
    for (const problem of problems) console.log(`    ${problem}`);
    console.log(`${result.cases} cases with seed ${seed}, ${problems.length} problems`);
    if (given.flags.has('json')) console.log(JSON.stringify(outcome));
    return problems.length === 0 ? 0 : 1;
  } finally {
    await broker.stop();
  }
}

async function welcomeHonestCrowd(given: CommandLine): Promise<number> {
  const seconds = wholeNumber(given, 'seconds', { min: 1, max: 3_600, missing: 30 });
  const broker = await openBroker(given, { hasLowRates: false });
  try {
    const outcome = await runHonestCrowd({
      graph: broker.target.graph,
      clock,
      newName: () => ids('honest'),
      addresses: Array.from({ length: HONEST_ADDRESSES }, (_, number) => addressOf(number)),
      seconds,
    });
    linesOfCrowd(outcome).forEach((line) => console.log(line));
    const faults = await broker.faults();
    for (const fault of faults) console.log(`    broker: ${fault}`);
    if (given.flags.has('json')) console.log(JSON.stringify(outcome));
    return outcome.problems.length + faults.length === 0 ? 0 : 1;
  } finally {
    await broker.stop();
  }
}

async function report({ flags }: CommandLine, broker: Broker, outcomes: readonly Outcome[]): Promise<number> {
  const failed = outcomes.filter(({ problems }) => problems.length > 0);
  const skipped = outcomes.filter((outcome) => outcome.skipped !== null);
  if (flags.has('record')) await record(broker.profile, markdownTable(outcomes));
  console.log(
    `${outcomes.length - failed.length - skipped.length} held, ${failed.length} failed, ${skipped.length} not run`,
  );
  if (flags.has('json'))
    console.log(JSON.stringify({ profile: broker.profile, outcomes: outcomes.map(jsonOf) }));
  return failed.length === 0 ? 0 : 1;
}

await runCommand(COMMAND, async (given) => {
  if (given.flags.has('list')) {
    for (const { name, does, expects } of ATTACKS)
      console.log(`${name}\n    ${does}\n    expected: ${expects}`);
    return 0;
  }
  if (given.flags.has('record') && (!given.options.has('start') || given.options.has('only')))
    throw new CommandLineError('--record needs --start and all attacks.');
  if (given.flags.has('honest')) return welcomeHonestCrowd(given);
  return given.options.has('fuzz') ? fuzzBroker(given) : attackBroker(given);
});
