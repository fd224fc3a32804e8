/**
 * Runs programs of this project one after the other in one process, which loads their shared modules once. A message
 * `{ file, args }` evaluates the file as a program; the answer is its exit code and what it wrote. A program that keeps
 * a handle open would never exit by itself: its handles are in the answer, too.
 */
import path from 'node:path';
import { setImmediate } from 'node:timers/promises';
import { pathToFileURL } from 'node:url';
import type { ProgramRun, ProgramResult } from './command-host-messages.ts';

/** Replaces `process.exit` of a program: ends its evaluation. */
class Exit extends Error {}

const SETTLE_MS = 2_000;
let runs = 0;

async function run({ file, args }: ProgramRun): Promise<ProgramResult> {
  const written = { stdout: '', stderr: '' };
  const original = { exit: process.exit, argv: process.argv };
  const restoreStreams = (['stdout', 'stderr'] as const).map((name) => {
    const { write } = process[name];
    process[name].write = (chunk: string | Uint8Array): boolean => {
      written[name] += typeof chunk === 'string' ? chunk : Buffer.from(chunk).toString();
      return true;
    };
    return () => void (process[name].write = write);
  });
  process.argv = [process.execPath, file, ...args];
  process.exitCode = 0;
  process.exit = (code) => {
    process.exitCode = code ?? process.exitCode;
    throw new Exit();
  };
  const before = process.getActiveResourcesInfo();
  try {
    // The query makes the loader evaluate the program anew.
    await import(`${pathToFileURL(path.resolve(file)).href}?run=${runs++}`);
  } catch (error) {
    if (!(error instanceof Exit)) throw error;
  } finally {
    for (const restore of restoreStreams) restore();
    process.exit = original.exit;
    process.argv = original.argv;
  }
  const code = Number(process.exitCode);
  process.exitCode = 0;
  return { code, output: written.stdout, errors: written.stderr, handles: await stillAdded(before) };
}

/** A request under way ends by itself. */
async function stillAdded(before: readonly string[]): Promise<string[]> {
  const endMs = performance.now() + SETTLE_MS;
  while (added(before).length > 0 && performance.now() < endMs) await setImmediate();
  return added(before);
}

/** Resources that keep the process alive now and did not before. */
function added(before: readonly string[]): string[] {
  const rest = [...before];
  return process.getActiveResourcesInfo().filter((name) => {
    const index = rest.indexOf(name);
    if (index >= 0) rest.splice(index, 1);
    return index < 0;
  });
}

process.on('message', (message: ProgramRun) => {
  void run(message).then((result) => process.send?.(result));
});
