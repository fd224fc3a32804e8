import { mkdir, rename, rm, stat } from 'node:fs/promises';
import path from 'node:path';
import { build } from 'esbuild';
import { BUNDLE_OPTIONS, keepPlaces } from '#scripts/programs/bundle.ts';

const projectRoot = path.resolve(import.meta.dirname, '../../..');

/** Compiled programs, in a folder for each run of the tests. Inside the project, so that they find its packages. */
export const COMPILED = path.join(projectRoot, '.cache/test-programs');

/** The folder of this run: all its workers are children of one process. */
const folder = path.join(COMPILED, String(process.ppid));

/** Programs that this worker has compiled. */
const compiled = new Map<string, Promise<string>>();

/**
 * Compiles a program of the project, at its first use in a run, and returns the file that Node runs. The loader `tsx`, with
 * which people run it, translates module by module in each process: that takes most of the processor's time of a short one.
 *
 * @param file path in the project
 */
export function compileProgram(file: string): Promise<string> {
  const made = compiled.get(file) ?? compileOnce(file);
  compiled.set(file, made);
  return made;
}

async function compileOnce(file: string): Promise<string> {
  const name = file.replaceAll('/', '+').replace(/\.ts$/, '');
  const target = path.join(folder, name);
  const program = path.join(target, `${path.basename(file, '.ts')}.js`);
  if (await exists(program)) return program;
  await mkdir(folder, { recursive: true });
  const partial = `${target}.${process.pid}`;
  await build({
    ...BUNDLE_OPTIONS,
    entryPoints: [path.join(projectRoot, file)],
    outdir: partial,
    // Modules that are imported later stay files of their own, so that no process loads more than it needs.
    splitting: true,
    plugins: [keepPlaces],
  });
  // Another worker may have been faster.
  await rename(partial, target).catch(() => rm(partial, { recursive: true, force: true }));
  return program;
}

const exists = (file: string): Promise<boolean> =>
  stat(file).then(
    () => true,
    () => false,
  );
