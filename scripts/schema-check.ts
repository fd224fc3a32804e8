/** Checks the graph, against its own rules and the released schema, or against another schema: `npm run schema:check`. */
import { access, appendFile, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { buildSchema, type GraphQLSchema } from 'graphql';
import { CommandLineError } from '#platform/process/command-line.ts';
import { runCommand, type CommandLine } from './command.ts';
import { ALLOWED_HINTS } from './graph/allowed-hints.ts';
import { breaksWithoutReason, reasonsWithoutBreak } from './graph/changelog.ts';
import { composeGraph, GRAPH_FILES, type ComposedGraph } from './graph/compose.ts';
import { countsOf, differencesAsMarkdown, differencesAsText } from './graph/difference-report.ts';
import { differencesOf } from './graph/differences.ts';
import { unlistedHints } from './graph/hints.ts';
import { lintGraph } from './graph/lint.ts';
import { brokenOperations } from './graph/operations.ts';
import { fileError } from './graph/file-error.ts';
import { readSchema } from './graph/read-schema.ts';
import { documentsOf, playgroundDocuments } from './graph/recorded-operations.ts';

const root = path.resolve(import.meta.dirname, '..');
const RELEASED = 'docs/schema/released.graphql';
const inRoot = (file: string): string => path.join(root, file);

/** Faults of the graph alone: stale file, hints, rules, recorded operations. */
async function faultsOf(graph: ComposedGraph, schema: GraphQLSchema): Promise<string[]> {
  const committed = await readFile(inRoot(GRAPH_FILES.supergraph), 'utf8').catch(() => '');
  return [
    ...(committed === graph.supergraph ? [] : [`${GRAPH_FILES.supergraph} is out of date: npm run codegen`]),
    ...unlistedHints(graph.hints, ALLOWED_HINTS),
    ...lintGraph(graph.api, GRAPH_FILES.api),
    ...(await brokenByFolder(schema, inRoot('sdk/operations'))),
    ...(await brokenByFolder(schema, inRoot('desk/operations'))),
    ...brokenOperations(schema, playgroundDocuments()),
  ];
}

/** Recorded operations of a folder that the schema breaks. */
async function brokenByFolder(schema: GraphQLSchema, folder: string | undefined): Promise<string[]> {
  return folder === undefined ? [] : brokenOperations(schema, await documentsOf(folder));
}

function printProblems(problems: readonly string[]): number {
  for (const problem of problems) console.error(`- ${problem.replaceAll(`${root}${path.sep}`, '')}`);
  return problems.length === 0 ? 0 : 1;
}

/** The check of this repository: its own rules, and the released schema. */
async function check({ options }: CommandLine): Promise<number> {
  const graph = composeGraph();
  const schema = buildSchema(graph.api);
  const differences = await differencesOf(await readSchema(inRoot(RELEASED)), schema);
  const changelog = await readFile(inRoot('CHANGELOG.md'), 'utf8');
  const problems = [
    ...(await faultsOf(graph, schema)),
    ...(await brokenByFolder(schema, options.get('operations'))),
    ...breaksWithoutReason(differences, changelog),
    ...reasonsWithoutBreak(differences, changelog),
  ];
  const types = Object.keys(schema.getTypeMap()).filter((name) => !name.startsWith('__')).length;
  console.log(
    `${types} types; against the released schema: ${countsOf(differences)}; ${problems.length} problems`,
  );
  return printProblems(problems);
}

/** Compares with another schema, for other repositories and for the summary of a job. */
async function compare(against: string, { options }: CommandLine): Promise<number> {
  const other = await readSchema(against);
  const schema = buildSchema(composeGraph().api);
  const differences = await differencesOf(other, schema);
  const title = `From ${against} to this graph`;
  const code = printProblems(await brokenByFolder(schema, options.get('operations')));
  console.log(differencesAsText(differences, title));
  await appendSummary(options.get('summary'), differencesAsMarkdown(differences, title));
  return differences.some(({ severity }) => severity === 'breaking') ? 1 : code;
}

async function appendSummary(file: string | undefined, markdown: string): Promise<void> {
  if (file === undefined) return;
  await appendFile(file, markdown).catch((error: unknown) => {
    throw fileError(file, 'written', error);
  });
}

/** Makes the composed schema the released one, unless it has faults or breaks clients without a reason. */
async function release(): Promise<number> {
  const graph = composeGraph();
  const schema = buildSchema(graph.api);
  const code = printProblems([...(await faultsOf(graph, schema)), ...(await unexplainedByRelease(schema))]);
  if (code !== 0) return code;
  await writeFile(inRoot(RELEASED), graph.api);
  console.log(
    `wrote the current schema to ${RELEASED}; now move "Unreleased" in CHANGELOG.md below the release's heading`,
  );
  return 0;
}

/** Breaking changes since the last release, if there was one, that the changelog does not explain. */
async function unexplainedByRelease(schema: GraphQLSchema): Promise<string[]> {
  const wasReleased = await access(inRoot(RELEASED)).then(
    () => true,
    () => false,
  );
  if (!wasReleased) return [];
  const differences = await differencesOf(await readSchema(inRoot(RELEASED)), schema);
  return breaksWithoutReason(differences, await readFile(inRoot('CHANGELOG.md'), 'utf8'));
}

const USAGE = `usage: npm run schema:check [-- --operations FOLDER]
       npm run schema:check -- --against FILE_OR_URL [--operations FOLDER] [--summary FILE]
       npm run schema:check -- --release

Composes the graph and checks it: composition hints, the rules of scripts/graph/lint-rules.ts, the operations of SDK, desk and
playground, and the released schema. A breaking change needs a reason in CHANGELOG.md.

  --operations  also holds the operations (.graphql, .gql) of this folder against the graph
  --against     instead compares an SDL file, the URL of one, or a GraphQL endpoint with the graph; a breaking difference fails
  --summary     appends the differences to this file, as Markdown
  --release     makes the current schema the released one: before a release, never to silence a check

Paths are relative to the repository's root.`;

await runCommand(
  { usage: USAGE, flags: ['release'], options: ['operations', 'against', 'summary'] },
  (given) => {
    const { flags, options } = given;
    const against = options.get('against');
    if (flags.has('release') && options.size > 0)
      throw new CommandLineError('--release takes no other option.');
    if (options.has('summary') && against === undefined)
      throw new CommandLineError('--summary needs --against. See --help.');
    if (flags.has('release')) return release();
    return against === undefined ? check(given) : compare(against, given);
  },
);
