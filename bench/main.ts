/** Measures a part against a named reference: `npm run bench -- NAME`. */
import { SETTINGS } from '#processes/settings/settings.ts';
import { CommandLineError } from '#platform/process/command-line.ts';
import { environment, readSettings } from '#platform/config.ts';
import { withCleanUp } from '#platform/process/ending-signal.ts';
import { runCommand, wholeNumber, type CommandLine } from '#scripts/command.ts';
import { endProgress, showProgress } from '#scripts/progress-line.ts';
import { ENGINE_SECTIONS } from './engine/sections/sections.ts';
import { FANOUT_BENCH } from './fanout/fanout-bench.ts';
import { GATEWAYS_BENCH } from './gateways/gateways-bench.ts';
import { ORDERS_BENCH } from './orders/orders-bench.ts';
import { QUERY_BENCH } from './query/query-bench.ts';
import { record, RESULTS } from './record.ts';
import { jsonOf, load, machine, tablesOf, type Section } from './report.ts';
import { benchOf, type Bench, type BenchOptions } from './section.ts';
import { YEAR_BENCH } from './year/year-bench.ts';

const BENCHES: Readonly<Record<string, Bench>> = {
  engine: benchOf(ENGINE_SECTIONS),
  fanout: FANOUT_BENCH,
  gateways: GATEWAYS_BENCH,
  orders: ORDERS_BENCH,
  query: QUERY_BENCH,
  year: YEAR_BENCH,
};

const USAGE = `usage: npm run bench -- NAME

Measures a part and a named reference in the same run. Prints tables and, last, one line of JSON.

  engine    the matching engine: ${BENCHES['engine']?.names.join(', ')}
  fanout    delivery of streams by the gateway, from an event in a subgraph to its clients: ${FANOUT_BENCH.names.join(', ')}
  gateways  our gateway beside others over the same subgraphs: ${GATEWAYS_BENCH.names.join(', ')}
  orders    orders on the embedded profile, from the client to its stream: ${ORDERS_BENCH.names.join(', ')}
  query     queries over subgraphs in this process and over HTTP: ${QUERY_BENCH.names.join(', ')}
  year      a year of data on the embedded profile: ${YEAR_BENCH.names.join(', ')}

  --only NAMES     only these sections, separated by commas
  --rounds N       measured rounds after one to warm up; the median counts (5)
  --normal FILE    flash1 workloads to measure with (those in SHARED_DATA_DIR, or a generated flow of the same shape if
  --static FILE    it has none)
  --seconds N      duration of each load of orders, about; other benchmarks scale their rounds (6)
  --accounts N     accounts of the year of data (1,000)
  --orders-each N  orders of each of these accounts in the year (2,000)
  --profile        prints where the time of orders goes: statements, syncs, bytes and processor time, by step and code
  --record         writes the tables to ${RESULTS}`;

function optionsOf(given: CommandLine): BenchOptions {
  return {
    rounds: wholeNumber(given, 'rounds', { min: 1, max: 1_000, missing: 5 }),
    seconds: wholeNumber(given, 'seconds', { min: 1, max: 600, missing: 6 }),
    accounts: wholeNumber(given, 'accounts', { min: 1, max: 100_000, missing: 1_000 }),
    ordersEach: wholeNumber(given, 'orders-each', { min: 250, max: 100_000, missing: 2_000 }),
    isProfiled: given.flags.has('profile'),
    normal: given.options.get('normal') ?? null,
    static: given.options.get('static') ?? null,
    sharedFolder: readSettings(SETTINGS, environment()).SHARED_DATA_DIR,
    progress: showProgress,
  };
}

/** The benchmark and the names of its chosen sections. */
function chosen(given: CommandLine): { readonly bench: Bench; readonly names: readonly string[] } {
  const name = given.operands[0] ?? '';
  const bench = Object.hasOwn(BENCHES, name) ? BENCHES[name] : undefined;
  if (!bench) throw new CommandLineError(`Unknown benchmark '${name}'. See --help.`);
  const names = given.options.get('only')?.split(',') ?? bench.names;
  const unknown = names.find((one) => !bench.names.includes(one));
  if (unknown !== undefined) throw new CommandLineError(`${name} has no section '${unknown}'. See --help.`);
  return { bench, names };
}

/** The command line without the files' paths. */
const commandOf = ({ operands, options, flags }: CommandLine): string =>
  [
    `npm run bench -- ${operands.join(' ')}`,
    ...(['rounds', 'seconds', 'only', 'accounts', 'orders-each'] as const).flatMap((name) =>
      options.has(name) ? [`--${name} ${options.get(name)}`] : [],
    ),
    ...(flags.has('profile') ? ['--profile'] : []),
  ].join(' ');

await runCommand(
  {
    usage: USAGE,
    flags: ['record', 'profile'],
    options: ['only', 'rounds', 'seconds', 'normal', 'static', 'accounts', 'orders-each'],
    operands: ['NAME'],
  },
  async (given) => {
    const name = given.operands[0] ?? '';
    const { bench, names } = chosen(given);
    const options = optionsOf(given);
    const sections: Section[] = [];
    const loadBefore = load();
    const show = (section: Section): void => {
      endProgress();
      console.log(`${tablesOf([section])}\n`);
      sections.push(section);
    };
    const open = bench.open(options);
    const measure = async (): Promise<void> => {
      for (const sectionName of names) {
        options.progress(`${sectionName} ...`);
        show(await open.measure(sectionName));
      }
      for (const section of await open.details()) show(section);
    };
    await withCleanUp(measure, () => open.close());
    if (given.flags.has('record'))
      await record({ name, command: commandOf(given), loadBefore, tables: tablesOf(sections) });
    console.log(JSON.stringify({ bench: name, machine: machine(), load: loadBefore, ...jsonOf(sections) }));
    return 0;
  },
);
