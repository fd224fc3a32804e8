/**
 * Makes a Node process report its memory: on SIGUSR2 it collects its garbage and prints one line on standard error. Given
 * to a broker that the campaign starts, so that the broker itself needs no such function.
 */
const PROGRAM = `
  import { setFlagsFromString } from 'node:v8';
  import { runInNewContext } from 'node:vm';
  setFlagsFromString('--expose-gc');
  const collect = runInNewContext('gc');
  process.on('SIGUSR2', () => {
    collect();
    const { heapUsed, external, arrayBuffers } = process.memoryUsage();
    process.stderr.write('memory-in-use ' + process.pid + ' ' + (heapUsed + external) + '\\n');
  });`;

/** Value of NODE_OPTIONS that loads the program before a process's own. */
export const reportingNodeOptions = (existing: string | undefined): string =>
  [existing, `--import=data:text/javascript,${encodeURIComponent(PROGRAM)}`].filter(Boolean).join(' ');

/** The report in a line of a process's output; null for any other line. */
export function reportIn(line: string): { readonly pid: number; readonly bytes: number } | null {
  const match = /memory-in-use (\d+) (\d+)$/.exec(line);
  return match ? { pid: Number(match[1]), bytes: Number(match[2]) } : null;
}
