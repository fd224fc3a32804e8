/** Checks of the graph, against its own rules and the released schema, or against another schema. */
import { access, appendFile, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { buildSchema, type GraphQLSchema } from 'graphql';
import { ifExists } from '#platform/files/exists.ts';
import type { CommandLine } from '../command.ts';
import { ALLOWED_HINTS } from './allowed-hints.ts';
import { breaksWithoutReason, reasonsWithoutBreak } from './changelog.ts';
import { composeGraph, GRAPH_FILES, type ComposedGraph } from './compose.ts';
import { countsOf, differencesAsMarkdown, differencesAsText } from './difference-report.ts';
import { differencesOf } from './differences.ts';
import { fileError } from './file-error.ts';
import { unlistedHints } from './hints.ts';
import { lintGraph } from './lint.ts';
import { brokenOperations } from './operations.ts';
import { readSchema } from './read-schema.ts';
import { documentsOf, playgroundDocuments } from './recorded-operations.ts';

const root = path.resolve(import.meta.dirname, '../..');
const RELEASED = 'docs/schema/released.graphql';
const inRoot = (file: string): string => path.join(root, file);

/** Faults of the graph alone: stale file, hints, rules, recorded operations. */
async function faultsOf(graph: ComposedGraph, schema: GraphQLSchema): Promise<string[]> {
  const committed = await ifExists(readFile(inRoot(GRAPH_FILES.supergraph), 'utf8'));
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
export async function check({ options }: CommandLine): Promise<number> {
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
export async function compare(against: string, { options }: CommandLine): Promise<number> {
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
export async function release(): Promise<number> {
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
