import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { parse, type DocumentNode } from 'graphql';

const FEDERATION =
  'extend schema @link(url: "https://specs.apollo.dev/federation/v2.9", import: ["@key", "@shareable", "@external", "@requires", "@provides", "@interfaceObject", "@inaccessible", "@override"])';

/** The schema text of a subgraph: the federation link, the shared types, and the `.graphql` files of its own folder. */
export function subgraphSdl(folder: string): string {
  const own = readdirSync(folder)
    .filter((name) => name.endsWith('.graphql'))
    .sort()
    .map((name) => path.join(folder, name));
  const texts = [path.join(import.meta.dirname, 'common.graphql'), ...own].map((file) =>
    readFileSync(file, 'utf8'),
  );
  return [FEDERATION, ...texts].join('\n\n');
}

/** The parsed schema of a subgraph. */
export const subgraphTypeDefs = (folder: string): DocumentNode => parse(subgraphSdl(folder));
