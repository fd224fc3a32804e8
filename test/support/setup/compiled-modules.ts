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
const NO_SOURCE = /\.(test|config)\.tsx?$|\.d\.ts$|\/node_modules\/|^sdk\/dist\//;

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
      await compile(sources);
    },
    resolveId: (target, importer) => {
      const file = importer === undefined ? null : sourceOf(target, importer);
      return file !== null && sources.has(file) ? compiledFile(file) : null;
    },
  };
}

/** The sources of all folders, without tests and settings of tools. */
async function sourcesOfProject(): Promise<string[]> {
  const top = (await readdir(root, { withFileTypes: true })).filter(
    (entry) => entry.isDirectory() && !/^\.|^node_modules$/.test(entry.name),
  );
  const names = top.map(async ({ name: parent }) =>
    (await readdir(path.join(root, parent), { recursive: true })).map((name) => path.join(parent, name)),
  );
  return (await Promise.all(names))
    .flat()
    .filter((name) => SOURCE.test(name) && !NO_SOURCE.test(name.replaceAll(path.sep, '/')))
    .map((name) => path.join(root, name));
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
const keepModules = (sources: ReadonlySet<string>): EsbuildPlugin => ({
  name: 'one file a module',
  setup: (esbuild) => {
    esbuild.onResolve({ filter: /^[.#]/ }, ({ path: target, importer }) => {
      const file = sourceOf(target, importer);
      if (file === null) return null;
      if (!SOURCE.test(file)) return { path: file, external: true };
      if (sources.has(file)) return { path: compiledFile(file), external: true };
      return { errors: [{ text: `${target} is no module that the tests compile` }] };
    });
  },
});

async function compile(sources: ReadonlySet<string>): Promise<void> {
  await build({
    ...BUNDLE_OPTIONS,
    entryPoints: [...sources],
    outbase: root,
    outdir: folder,
    // A module is a file of its own, and packages are none of them.
    banner: {},
    plugins: [keepModules(sources), keepPlaces],
  });
}
