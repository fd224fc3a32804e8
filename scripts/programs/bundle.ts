import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import type { BuildOptions, Plugin } from 'esbuild';

/**
 * esbuild's options for programs of this project that Node runs from within it, so that they find its packages. Names are not kept by
 * esbuild's helper: it defines a property of each function when it is made, for which V8 keeps a table of 256 bytes, 21 KB for the
 * functions of one WebSocket. Functions have their names all the same, since esbuild shortens none.
 */
export const BUNDLE_OPTIONS = {
  bundle: true,
  format: 'esm',
  platform: 'node',
  target: 'node20',
  packages: 'external',
  logLevel: 'error',
} as const satisfies BuildOptions;

/** In parts, since the plugin also compiles this module: it would replace its own patterns. */
const META = ['import', 'meta'].join('.');

/** Keeps what a module knows of its own place: it reads files beside it. */
export const keepPlaces: Plugin = {
  name: 'places of modules',
  setup: (esbuild) => {
    esbuild.onLoad({ filter: /\.ts$/ }, async ({ path: file }) => {
      const text = await readFile(file, 'utf8');
      const contents = text
        .replaceAll(`${META}.dirname`, JSON.stringify(path.dirname(file)))
        .replaceAll(`${META}.filename`, JSON.stringify(file))
        .replaceAll(`${META}.url`, JSON.stringify(pathToFileURL(file).href));
      return { contents, loader: 'ts' };
    });
  },
};
