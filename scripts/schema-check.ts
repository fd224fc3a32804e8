/**
 * Checks the graph against the released schema.
 *
 *   npm run schema:check              composes, lints and compares with the released schema
 *   npm run schema:check -- --release makes the current schema the released one (before a release, never to silence a check)
 */
import { readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { buildSchema } from 'graphql';
import { runCommand } from './command.ts';
import { composeGraph } from './graph/compose.ts';
import { breakingChanges } from './graph/breaking.ts';
import { lintDescriptions, lintNames } from './graph/lint.ts';

const root = path.resolve(import.meta.dirname, '..');
const RELEASED = 'docs/schema/released.graphql';
const read = (file: string): Promise<string> => readFile(path.join(root, file), 'utf8');

async function check(): Promise<number> {
  const graph = composeGraph();
  const schema = buildSchema(graph.api);
  const committed = await read('gateway/generated/supergraph.graphql').catch(() => '');
  const problems = [
    ...(committed === graph.supergraph
      ? []
      : ['gateway/generated/supergraph.graphql is out of date: npm run codegen']),
    ...lintDescriptions(schema),
    ...lintNames(schema),
    ...(await breakingChanges(buildSchema(await read(RELEASED)), schema, await read('CHANGELOG.md'))),
  ];
  for (const problem of problems) console.error(`- ${problem}`);
  const types = Object.keys(schema.getTypeMap()).filter((name) => !name.startsWith('__')).length;
  console.log(`${types} types composed from 5 subgraphs, ${problems.length} problems`);
  return problems.length === 0 ? 0 : 1;
}

const USAGE = `usage: npm run schema:check [-- --release]

Composes the graph, lints its names and descriptions and compares it with the released schema; breaking changes fail.

  --release   makes the current schema the released one: before a release, never to silence a check`;

await runCommand({ usage: USAGE, flags: ['release'] }, async ({ flags }) => {
  if (!flags.has('release')) return check();
  await writeFile(path.join(root, RELEASED), composeGraph().api);
  console.log(`wrote the current schema to ${RELEASED}`);
  return 0;
});
