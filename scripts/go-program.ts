import path from 'node:path';
import { exists } from '#platform/files/exists.ts';
import { hasProgram, run } from './stack/process.ts';

const root = path.resolve(import.meta.dirname, '..');

/** A checker that is built once with Go, below .cache. */
export interface GoProgram {
  /** Go package with its version. */
  readonly module: string;
  /** Name of the program that Go builds. */
  readonly name: string;
}

/** Path of a program, built if it is not. Null, after a line that names what stays unchecked, on a machine without Go. */
export async function goProgram({ module, name }: GoProgram, unchecked: string): Promise<string | null> {
  // A folder for each version, so that a newer one is built.
  const folder = path.join(root, '.cache/go', module.replaceAll('/', '-'));
  const program = path.join(folder, name);
  if (await exists(program)) return program;
  if (!(await hasProgram('go'))) {
    console.log(`skipped: ${unchecked} was not checked, since its parser is built with Go and there is none`);
    return null;
  }
  await run('env', [`GOBIN=${folder}`, 'go', 'install', module]);
  return program;
}
