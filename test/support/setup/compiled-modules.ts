import { readdir } from 'node:fs/promises';
import path from 'node:path';
import { build, type Plugin as EsbuildPlugin } from 'esbuild';
import type { Plugin } from 'vitest/config';
import { BUNDLE_OPTIONS, keepPlaces } from '../../../scripts/programs/bundle.ts';
import project from '../../../package.json' with { type: 'json' };

const root = path.resolve(import.meta.dirname, '../../..');
/** Folder of this run among the compiled programs, with which it is removed: `programs-setup.ts`. */
const folder = path.join(root, '.cache/test-programs', String(process.pid), 'modules');

/** The compiled modules, which Node loads and Vite does not. */
export const COMPILED_MODULES = /\/\.cache\/test-programs\//;

/** The folders of the project's sources by the first part of an import: `#platform/` is `platform`. */
const FOLDERS = new Map(
  Object.entries(project.imports).map(([name, target]) => [
    name.replace('*', ''),
    path.join(root, target.replace('*', '')),
  ]),
);
const SOURCE = /\.tsx?$/;
const NO_SOURCE = /\.test\.tsx?$|\.d\.ts$|\/node_modules\/|^sdk\/dist\//;

/**
 * Lets the tests of a run load the project's modules as Node loads them in production: compiled once, all at once, and without the
 * loader of Vite, which translates module by module while the workers wait, and through which each call from one module to
 * another takes longer. Vite loads the files of tests and of setup alone.
 */
export function compiledModules(): Plugin {
  let sources = new Set<string>();
  return {
    name: 'compiled modules',
    enforce: 'pre',
    configureServer: async () => {
      sources = new Set(await sourcesOfProject());
      await compile([...sources]);
    },
    resolveId: (target, importer) => {
      const file = importer === undefined ? null : sourceOf(target, importer);
      return file !== null && sources.has(file) ? compiledFile(file) : null;
    },
  };
}

async function sourcesOfProject(): Promise<string[]> {
  const found = [...FOLDERS.values()].map(async (parent) =>
    (await readdir(parent, { recursive: true })).map((name) => path.join(parent, name)),
  );
  const isSource = (file: string): boolean =>
    SOURCE.test(file) && !NO_SOURCE.test(path.relative(root, file).replaceAll(path.sep, '/'));
  return [...new Set((await Promise.all(found)).flat())].filter(isSource);
}

/** The file that an import names, where it is one of the project. */
function sourceOf(target: string, importer: string): string | null {
  if (target.startsWith('.')) return path.resolve(path.dirname(importer), target);
  const name = target.slice(0, target.indexOf('/') + 1);
  const parent = FOLDERS.get(name);
  return parent === undefined ? null : path.join(parent, target.slice(name.length));
}

const compiledFile = (file: string): string =>
  path.join(folder, path.relative(root, file).replace(SOURCE, '.js'));

/** Each module stays a file of its own: the modules of a process share what they import. */
const keepModules: EsbuildPlugin = {
  name: 'one file a module',
  setup: (esbuild) => {
    esbuild.onResolve({ filter: /^[.#]/ }, ({ path: target, importer }) => {
      const file = sourceOf(target, importer);
      if (file === null) return null;
      return { path: SOURCE.test(file) ? compiledFile(file) : file, external: true };
    });
  },
};

async function compile(files: readonly string[]): Promise<void> {
  await build({
    ...BUNDLE_OPTIONS,
    entryPoints: [...files],
    outbase: root,
    outdir: folder,
    // A module is a file of its own, and packages are none of them.
    banner: {},
    plugins: [keepModules, keepPlaces],
  });
}
