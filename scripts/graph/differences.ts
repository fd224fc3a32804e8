import { CriticalityLevel, diff, type Change } from '@graphql-inspector/core';
import type { GraphQLSchema } from 'graphql';
import { compareText } from '#domain/compare-text.ts';

/** Severities, the worst first. A dangerous difference may surprise a client, as a new enum value does. */
export const SEVERITIES = ['breaking', 'dangerous', 'safe'] as const;
export type Severity = (typeof SEVERITIES)[number];

/** A difference between two schemas. */
export interface Difference {
  readonly severity: Severity;
  /** Schema coordinate: `Type.field`, `Type.field(argument:)`, `Enum.VALUE`, `@directive`; `schema` for a root type. */
  readonly coordinate: string;
  readonly message: string;
}

const SEVERITY_OF: Readonly<Record<CriticalityLevel, Severity>> = {
  [CriticalityLevel.Breaking]: 'breaking',
  [CriticalityLevel.Dangerous]: 'dangerous',
  [CriticalityLevel.NonBreaking]: 'safe',
};

/** Changes of descriptions, and of directives applied to definitions: a client's operations do not depend on them. */
const IGNORED = /_DESCRIPTION_|^DIRECTIVE_USAGE_/;

/** Differences that a client of `before` meets in `after`, the worst first, then by coordinate. */
export async function differencesOf(before: GraphQLSchema, after: GraphQLSchema): Promise<Difference[]> {
  const changes = await diff(before, after);
  const found = changes
    .filter(({ type }) => !IGNORED.test(String(type)))
    .map((change) => ({
      severity: SEVERITY_OF[change.criticality.level],
      coordinate: coordinateOf(change),
      message: change.message.replace(/\s+/g, ' '),
    }));
  return found.sort(
    (a, b) =>
      SEVERITIES.indexOf(a.severity) - SEVERITIES.indexOf(b.severity) ||
      compareText(a.coordinate, b.coordinate) ||
      compareText(a.message, b.message),
  );
}

/** Schema coordinate of a change. The inspector joins all names with dots, an applied directive's too. */
function coordinateOf({ path = 'schema' }: Change): string {
  const [first = '', ...rest] = path.split('.');
  const directive = rest.findIndex((name) => name.startsWith('@'));
  const names = [first, ...(directive < 0 ? rest : rest.slice(0, directive))];
  const isArgument = names.length === (first.startsWith('@') ? 2 : 3);
  return isArgument ? `${names.slice(0, -1).join('.')}(${names.at(-1)}:)` : names.join('.');
}
