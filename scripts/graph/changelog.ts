import type { Difference } from './differences.ts';

/** A line `Breaking (COORDINATE): REASON` of the changelog. The reason may go on in the next lines. */
const LINE = /^\s*[-*] Breaking \((.+?)\): +\S/gm;

/** Schema coordinates of the breaking changes for which the changelog's section "Unreleased" gives a reason. */
export function explainedCoordinates(changelog: string): Set<string> {
  const unreleased = /^## Unreleased[^\n]*\n([^]*?)(?=^## |(?![^]))/m.exec(changelog)?.[1] ?? '';
  return new Set([...unreleased.matchAll(LINE)].map(([, coordinate = '']) => coordinate));
}

const breaksOf = (differences: readonly Difference[]): readonly Difference[] =>
  differences.filter(({ severity }) => severity === 'breaking');

/** Problems: breaking differences for which the changelog gives no reason. */
export function breaksWithoutReason(differences: readonly Difference[], changelog: string): string[] {
  const explained = explainedCoordinates(changelog);
  return breaksOf(differences)
    .filter(({ coordinate }) => !explained.has(coordinate))
    .map(
      ({ coordinate, message }) =>
        `breaking: ${message} (to allow it, add "- Breaking (${coordinate}): reason" to "Unreleased" in CHANGELOG.md)`,
    );
}

/** Problems: reasons in the changelog for coordinates where nothing breaks. Left there they would allow a later break. */
export function reasonsWithoutBreak(differences: readonly Difference[], changelog: string): string[] {
  const broken = new Set(breaksOf(differences).map(({ coordinate }) => coordinate));
  return [...explainedCoordinates(changelog)]
    .filter((coordinate) => !broken.has(coordinate))
    .map(
      (coordinate) =>
        `CHANGELOG.md explains "Breaking (${coordinate})" under "Unreleased", but nothing breaks there: remove the line, or move it below its release`,
    );
}
