import { readFileSync } from 'node:fs';
import path from 'node:path';

/** The supergraph of the real subgraphs, as committed. */
export const realSupergraph = (): string =>
  readFileSync(path.resolve(import.meta.dirname, '../generated/supergraph.graphql'), 'utf8');
