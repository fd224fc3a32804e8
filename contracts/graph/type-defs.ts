import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { parse, type DocumentNode } from 'graphql';

const LINK =
  'extend schema @link(url: "https://specs.apollo.dev/federation/v2.9", import: ["@key", "@shareable", "@external", "@requires", "@provides", "@interfaceObject", "@inaccessible", "@override", "@composeDirective", "@cost", "@listSize", "@authenticated", "@requiresScopes"])';

const textOf = (name: string): string => readFileSync(path.join(import.meta.dirname, name), 'utf8');

/**
 * The directives of every subgraph: those of federation (`@cost` and `@listSize` price fields), and `@delivery`.
 *
 * Federation's `@requiresScopes` names the scopes of access.ts that a field needs, `@authenticated` a type whose objects no
 * anonymous caller sees. The gateway refuses by both before it plans (gateway/core/access/), and each subgraph by
 * `@requiresScopes` again (platform/graphql/access.ts).
 */
export const directivesSdl = (): string => [LINK, textOf('delivery.graphql')].join('\n\n');

/** The schema text of a subgraph: its directives, the shared types, and the `.graphql` files of its own folder. */
export function subgraphSdl(folder: string): string {
  const own = readdirSync(folder)
    .filter((name) => name.endsWith('.graphql'))
    .sort()
    .map((name) => readFileSync(path.join(folder, name), 'utf8'));
  return [directivesSdl(), textOf('common.graphql'), ...own].join('\n\n');
}

/** The parsed schema of a subgraph, without locations: they stay in memory as long as the schema and take more than the rest. */
export const subgraphTypeDefs = (folder: string): DocumentNode =>
  parse(subgraphSdl(folder), { noLocation: true });
