import { mkdir, rename, rm } from 'node:fs/promises';
import path from 'node:path';
import { build } from 'esbuild';
import { exists } from '#platform/files/exists.ts';
import { BUNDLE_OPTIONS } from '#scripts/programs/bundle.ts';

const projectRoot = path.resolve(import.meta.dirname, '../../..');

/** Compiled programs, in a folder for each run of the tests. Inside the project, so that they find its packages. */
export const COMPILED = path.join(projectRoot, '.cache/test-programs');

/** The folder of this run: all its workers are children of one process. */
const folder = path.join(COMPILED, String(process.ppid));

/** The folders that this worker has compiled, by name. */
const compiled = new Map<string, Promise<string>>();

/**
 * Compiles a program of the project, at its first use in a run, and returns the file that Node runs. The loader `tsx`, with
 * which people run it, translates module by module in each process: that takes most of the processor's time of a short one.
 *
 * @param file path in the project
 */
export const compileProgram = async (file: string): Promise<string> =>
  compiledFile(await compilePrograms(nameOf(file), [file]), file);

/**
 * Compiles programs that share their modules, so that one process loads these once. Returns their folder.
 *
 * @param name of the folder
 * @param files paths in the project
 */
export function compilePrograms(name: string, files: readonly string[]): Promise<string> {
  const made = compiled.get(name) ?? compileOnce(path.join(folder, name), files);
  compiled.set(name, made);
  return made;
}

/** The file that Node runs, in the folder of compiled programs. */
export const compiledFile = (compiledFolder: string, file: string): string =>
  path.join(compiledFolder, file.replace(/\.ts$/, '.js'));

const nameOf = (file: string): string => file.replaceAll('/', '+').replace(/\.ts$/, '');

async function compileOnce(target: string, files: readonly string[]): Promise<string> {
  if (await exists(target)) return target;
  await mkdir(folder, { recursive: true });
  const partial = `${target}.${process.pid}`;
  await build({
    ...BUNDLE_OPTIONS,
    entryPoints: files.map((file) => path.join(projectRoot, file)),
    outbase: projectRoot,
    outdir: partial,
    // Modules that are imported later stay files of their own, so that no process loads more than it needs.
    splitting: true,
  });
  // Another worker may have been faster.
  await rename(partial, target).catch(() => rm(partial, { recursive: true, force: true }));
  return target;
}
