import { CriticalityLevel, diff } from '@graphql-inspector/core';
import type { GraphQLSchema } from 'graphql';

/**
 * Changes that would break a client, but for those whose path stands in backticks in the changelog's part
 * "Unreleased", where its reason belongs.
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
        `breaking: ${change.message} (a reason in CHANGELOG.md that names \`${change.path}\` allows it)`,
    );
}
