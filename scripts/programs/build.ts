import { mkdir, readFile, rename, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { build } from 'esbuild';
import { ifExists } from '#platform/files/exists.ts';
import { BUNDLE_OPTIONS } from './bundle.ts';

/** Folder of the compiled programs. */
const FOLDER = '.cache/programs';

/** The compiled file of a program, relative to the project's root. */
export const builtProgram = (file: string, folder = FOLDER): string =>
  path.join(folder, file.replace(/\.ts$/, '.js'));

/**
 * Compiles programs, each into one file: Node then needs no loader, which keeps the text and the source map of every module in
 * memory. A file is replaced at once, so that processes may start meanwhile.
 *
 * @param files paths in the project
 * @param folder where the compiled files go, relative to the root; they find the packages that are installed there or above
 */
export async function buildPrograms(root: string, files: readonly string[], folder = FOLDER): Promise<void> {
  const { outputFiles } = await build({
    ...BUNDLE_OPTIONS,
    entryPoints: files.map((file) => path.join(root, file)),
    outbase: root,
    outdir: path.join(root, folder),
    write: false,
  });
  await Promise.all(outputFiles.map(({ path: file, contents }) => replaceFile(file, contents)));
}

async function replaceFile(file: string, contents: Uint8Array): Promise<void> {
  const present = await ifExists(readFile(file));
  if (present?.equals(contents)) return;
  await mkdir(path.dirname(file), { recursive: true });
  const partial = `${file}.${process.pid}`;
  await writeFile(partial, contents);
  await rename(partial, file);
}
