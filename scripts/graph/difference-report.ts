import { SEVERITIES, type Difference, type Severity } from './differences.ts';

const of = (differences: readonly Difference[], severity: Severity): readonly Difference[] =>
  differences.filter((difference) => difference.severity === severity);

/** Counts, as `2 breaking, 0 dangerous, 14 safe`. */
export const countsOf = (differences: readonly Difference[]): string =>
  SEVERITIES.map((severity) => `${of(differences, severity).length} ${severity}`).join(', ');

/** Text for a terminal: a block for each severity that has differences, then the counts. */
export function differencesAsText(differences: readonly Difference[], title: string): string {
  const blocks = SEVERITIES.filter((severity) => of(differences, severity).length > 0).map((severity) =>
    [
      `${severity}:`,
      ...of(differences, severity).map(({ coordinate, message }) => `  ${coordinate}: ${message}`),
    ].join('\n'),
  );
  return [...blocks, `${title}: ${countsOf(differences)}`].join('\n');
}

/** Markdown for the summary of a job: a section for each severity; the safe ones are folded. */
export function differencesAsMarkdown(differences: readonly Difference[], title: string): string {
  const sections = SEVERITIES.map((severity) => {
    const found = of(differences, severity);
    const heading = `${severity[0]?.toUpperCase()}${severity.slice(1)} (${found.length})`;
    const lines = found.map(({ coordinate, message }) => `- \`${coordinate}\`: ${escapeMarkdown(message)}`);
    if (severity === 'safe' && lines.length > 0)
      return ['<details>', `<summary>${heading}</summary>`, '', ...lines, '', '</details>'].join('\n');
    return [`### ${heading}`, ...(lines.length > 0 ? ['', ...lines] : [])].join('\n');
  });
  return `${[`## ${title}`, countsOf(differences), ...sections].join('\n\n')}\n`;
}

const escapeMarkdown = (text: string): string => text.replace(/[\\`*_<>[\]|]/g, '\\$&');
