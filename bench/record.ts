import { readFile, writeFile } from 'node:fs/promises';
import { ifExists } from '#platform/files/exists.ts';
import { machine } from './report.ts';

export const RESULTS = 'docs/BENCHMARKS.md';

/** A run of a benchmark, as the document keeps it. */
export interface Recording {
  readonly name: string;
  readonly command: string;
  readonly loadBefore: number;
  readonly tables: string;
}

const HEAD = `# Benchmarks

Each part was measured by the command that it names. A ratio compares two figures of the same run; the code in \`bench/\` defines
what each figure measures. If more processes were runnable before a run than there are cores, its absolute figures are too low;
ratios stay comparable.
`;

const begin = (name: string): string => `<!-- begin ${name} -->`;
const end = (name: string): string => `<!-- end ${name} -->`;

const partOf = ({ name, command, loadBefore, tables }: Recording): string => `${begin(name)}

Measured by \`${command}\` on ${machine()}. Load before the run: ${loadBefore} runnable processes.

${tables}

${end(name)}
`;

/** Replaces the part of a benchmark in the document, or adds it. */
export function withRecording(document: string, recording: Recording): string {
  const part = partOf(recording);
  const from = document.indexOf(begin(recording.name));
  const to = document.indexOf(end(recording.name));
  if (from < 0 || to < 0) return `${document.trimEnd() || HEAD.trimEnd()}\n\n${part}`;
  return `${document.slice(0, from)}${part}${document.slice(to + end(recording.name).length + 1)}`;
}

export async function record(recording: Recording): Promise<void> {
  await writeFile(RESULTS, withRecording((await ifExists(readFile(RESULTS, 'utf8'))) ?? '', recording));
}
