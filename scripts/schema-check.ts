/**
 * Holds the graph to its word.
 *
 *   npm run schema:check              composes, lints and compares with the released schema
 *   npm run schema:check -- --release makes today's schema the released one (before a release, never to silence a check)
 */
import { readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { buildSchema } from 'graphql';
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

const options = process.argv.slice(2);
if (options.length === 0) process.exitCode = await check();
else if (options.length === 1 && options[0] === '--release') {
  await writeFile(path.join(root, RELEASED), composeGraph().api);
  console.log(`${RELEASED} is today's schema`);
} else {
  console.log('usage: npm run schema:check [-- --release]');
  process.exitCode = options[0] === '--help' ? 0 : 2;
}
