/**
 * Composes the schemas of all subgraphs into gateway/generated/supergraph.graphql, offline.
 *
 *   npm run compose
 */
import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import { composeServices } from '@apollo/composition';
import { subgraphTypeDefs } from '#contracts/graph/type-defs.ts';

const root = path.resolve(import.meta.dirname, '..');
const SUBGRAPHS = ['identity', 'orders', 'wallet', 'assets', 'market-data'];

/** Where the composed supergraph is kept. */
export const SUPERGRAPH_FILE = path.join(root, 'gateway/generated/supergraph.graphql');

/** The supergraph of the subgraphs' schemas as they are now. Throws with every reason when they do not fit. */
export function composeSupergraph(): string {
  const { supergraphSdl, errors } = composeServices(
    SUBGRAPHS.map((name) => ({
      name,
      typeDefs: subgraphTypeDefs(path.join(root, 'subgraphs', name, 'schema.graphql')),
    })),
  );
  if (errors) throw new Error(errors.map((error) => error.message).join('\n'));
  return `${supergraphSdl.trimEnd()}\n`;
}

async function main(): Promise<void> {
  const [argument] = process.argv.slice(2);
  if (argument !== undefined) {
    console.log('usage: npm run compose    writes gateway/generated/supergraph.graphql');
    process.exitCode = argument === '--help' ? 0 : 2;
    return;
  }
  try {
    await writeFile(SUPERGRAPH_FILE, composeSupergraph());
    console.log(`composed ${SUBGRAPHS.length} subgraphs into ${path.relative(root, SUPERGRAPH_FILE)}`);
  } catch (error) {
    console.error((error as Error).message);
    process.exitCode = 1;
  }
}

if (process.argv[1] === import.meta.filename) await main();
