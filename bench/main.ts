/** Measures a part against a named reference: `npm run bench -- NAME`. */
import { writeFile } from 'node:fs/promises';
import { SETTINGS } from '#processes/settings/settings.ts';
import { CommandLineError } from '#platform/process/command-line.ts';
import { environment, readSettings } from '#platform/config.ts';
import { runCommand, wholeNumber, type CommandLine } from '#scripts/command.ts';
import { endProgress, showProgress } from '#scripts/progress-line.ts';
import { ENGINE_SECTIONS } from './engine/sections/sections.ts';
import { jsonOf, load, machine, tablesOf, type Section } from './report.ts';
import type { BenchOptions, SectionRun } from './section.ts';

const RESULTS = 'docs/BENCHMARKS.md';

const BENCHES: Readonly<Record<string, Readonly<Record<string, SectionRun>>>> = { engine: ENGINE_SECTIONS };

const USAGE = `usage: npm run bench -- NAME

Measures a part and a named reference in the same run. Prints tables and, last, one line of JSON.

  engine  the matching engine: ${Object.keys(ENGINE_SECTIONS).join(', ')}

  --only NAMES     only these sections, separated by commas
  --rounds N       measured rounds after one to warm up; the median counts (5)
  --normal FILE    flash1 workloads to measure with (those in SHARED_DATA_DIR, or a generated flow of the same shape if
  --static FILE    it has none)
  --record         writes the tables to ${RESULTS}`;

function optionsOf(given: CommandLine): BenchOptions {
  return {
    rounds: wholeNumber(given, 'rounds', { min: 1, max: 1_000, missing: 5 }),
    normal: given.options.get('normal') ?? null,
    static: given.options.get('static') ?? null,
    sharedFolder: readSettings(SETTINGS, environment()).SHARED_DATA_DIR,
    progress: showProgress,
  };
}

function chosenSections(given: CommandLine): [string, SectionRun][] {
  const bench = given.operands[0] ?? '';
  const sections = Object.hasOwn(BENCHES, bench) ? BENCHES[bench] : undefined;
  if (!sections) throw new CommandLineError(`Unknown benchmark '${bench}'. See --help.`);
  const only = given.options.get('only')?.split(',') ?? Object.keys(sections);
  return only.map((name) => {
    const run = Object.hasOwn(sections, name) ? sections[name] : undefined;
    if (!run) throw new CommandLineError(`${bench} has no section '${name}'. See --help.`);
    return [name, run];
  });
}

/** The command line without the files' paths. */
const commandOf = ({ operands, options }: CommandLine): string =>
  [
    `npm run bench -- ${operands.join(' ')}`,
    ...(['rounds', 'only'] as const).flatMap((name) =>
      options.has(name) ? [`--${name} ${options.get(name)}`] : [],
    ),
  ].join(' ');

/** The document with the tables. */
const documentOf = (command: string, loadBefore: number, tables: string): string => `# Benchmarks

Measured by \`${command}\` on ${machine()}. Figures are medians of interleaved rounds; a ratio compares
two figures of the same run. The code in \`bench/\` defines what each figure measures.

Load before the run: ${loadBefore} runnable processes. If there are more of them than cores, absolute figures are too low, most of all
the journal's (wall time); ratios stay comparable.

${tables}
`;

await runCommand(
  {
    usage: USAGE,
    flags: ['record'],
    options: ['only', 'rounds', 'normal', 'static'],
    operands: ['NAME'],
  },
  async (given) => {
    const name = given.operands[0] ?? '';
    const options = optionsOf(given);
    const sections: Section[] = [];
    const loadBefore = load();
    for (const [sectionName, run] of chosenSections(given)) {
      options.progress(`${sectionName} ...`);
      const section = await run(options);
      endProgress();
      console.log(`${tablesOf([section])}\n`);
      sections.push(section);
    }
    if (given.flags.has('record'))
      await writeFile(RESULTS, documentOf(commandOf(given), loadBefore, tablesOf(sections)));
    console.log(JSON.stringify({ bench: name, machine: machine(), load: loadBefore, ...jsonOf(sections) }));
    return 0;
  },
);
