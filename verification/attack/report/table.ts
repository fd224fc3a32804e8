import type { Outcome } from '../campaign.ts';
import { latencyLimitMs } from '../verdict.ts';

export const COLUMNS = [
  'attack',
  'p50 quiet',
  'p99 quiet',
  'p99 attacked',
  'limit',
  'memory before',
  'peak resident',
  'memory after',
  'answers',
] as const;

const ms = (value: number): string => `${value.toFixed(1)} ms`;
const megabytes = (bytes: number | null): string => (bytes === null ? '?' : `${Math.round(bytes / 1e6)} MB`);

/** The most frequent answers first. */
function answersOf({ result }: Outcome): string {
  const sorted = Object.entries(result?.answers ?? {}).sort(([, a], [, b]) => b - a);
  const shown = sorted.slice(0, 3).map(([label, count]) => `${count} x ${label}`);
  const more = sorted.length > 3 ? [`${sorted.length - 3} more kinds`] : [];
  return [...shown, ...more].join(', ');
}

/** The cells of an outcome, in the order of COLUMNS. */
export function cellsOf(outcome: Outcome): readonly string[] {
  const { attack, measured, skipped } = outcome;
  if (!measured) return [attack.name, '', '', '', '', '', '', '', skipped ?? ''];
  const { undisturbed, during, memory } = measured;
  return [
    attack.name,
    ms(undisturbed.p50Ms),
    ms(undisturbed.p99Ms),
    ms(during.p99Ms),
    ms(latencyLimitMs(undisturbed)),
    megabytes(memory.beforeBytes),
    megabytes(memory.peakResidentBytes),
    megabytes(memory.afterBytes),
    answersOf(outcome),
  ];
}

const WIDTHS = [28, 9, 9, 12, 9, 13, 13, 12, 0];

export const headLine = (): string => padded(COLUMNS);

/** One line for the terminal, and one for each problem. */
export function linesOf(outcome: Outcome): readonly string[] {
  const { problems, skipped } = outcome;
  const verdict = skipped !== null ? 'skipped' : problems.length === 0 ? 'held' : 'FAILED';
  return [`${padded(cellsOf(outcome))} ${verdict}`, ...problems.map((problem) => `    ${problem}`)];
}

const padded = (cells: readonly string[]): string =>
  cells.map((cell, index) => cell.padEnd(WIDTHS[index] ?? 0)).join(' ');

/** The table of docs/SECURITY.md. */
export function markdownTable(outcomes: readonly Outcome[]): string {
  const row = (cells: readonly string[]): string => `| ${cells.join(' | ')} |`;
  const rows = outcomes.map((outcome) => {
    const [name = '', ...rest] = cellsOf(outcome);
    const verdict = outcome.skipped !== null ? 'not run' : outcome.problems.length === 0 ? 'yes' : '**no**';
    return row([`\`${name}\``, ...rest, verdict]);
  });
  return [row([...COLUMNS, 'held']), row([...COLUMNS.map(() => '---'), '---']), ...rows].join('\n');
}

/** The outcome as JSON. */
export const jsonOf = ({ attack, skipped, measured, result, problems, runs }: Outcome): object => ({
  name: attack.name,
  does: attack.does,
  expects: attack.expects,
  skipped,
  measured,
  result,
  problems,
  runs,
});
