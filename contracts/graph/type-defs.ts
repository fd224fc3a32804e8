import { readFileSync } from 'node:fs';
import path from 'node:path';
import { parse, type DocumentNode } from 'graphql';

const FEDERATION =
  'extend schema @link(url: "https://specs.apollo.dev/federation/v2.9", import: ["@key", "@shareable", "@external", "@requires", "@provides", "@interfaceObject", "@inaccessible", "@override"])';

/** The schema text of a subgraph: the federation link, the shared types, and its own `schema.graphql`. */
export function subgraphSdl(schemaFile: string): string {
  const common = readFileSync(path.join(import.meta.dirname, 'common.graphql'), 'utf8');
  return [FEDERATION, common, readFileSync(schemaFile, 'utf8')].join('\n\n');
}

/** The parsed schema of a subgraph. */
export const subgraphTypeDefs = (schemaFile: string): DocumentNode => parse(subgraphSdl(schemaFile));
