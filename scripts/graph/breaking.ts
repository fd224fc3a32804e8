import { CriticalityLevel, diff } from '@graphql-inspector/core';
import type { GraphQLSchema } from 'graphql';

/**
 * Changes that break clients, except those that the changelog's section "Unreleased" explains and names by their path in
 * backticks.
 */
export async function breakingChanges(
  released: GraphQLSchema,
  today: GraphQLSchema,
  changelog: string,
): Promise<string[]> {
  const unreleased = /## Unreleased([\s\S]*?)(?=\n## |$)/.exec(changelog)?.[1] ?? '';
  const changes = await diff(released, today);
  return changes
    .filter((change) => change.criticality.level === CriticalityLevel.Breaking)
    .filter((change) => !unreleased.includes(`\`${change.path}\``))
    .map(
      (change) =>
        `breaking: ${change.message} (to allow it, explain it in CHANGELOG.md and name \`${change.path}\`)`,
    );
}
