import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import type { BuildOptions, Plugin } from 'esbuild';

const here = import.meta.url;
const resolve = (name: string): string => createRequire(here).resolve(name);

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

/** Prisma's query compiler as base64, 4.5 MB. As a module its text stays in memory twice, though a process reads it once. */
const COMPILER_TEXT = /query_compiler_\w+\.\w+\.wasm-base64\.mjs$/;

/** Makes the text of Prisma's query compiler a value that is read from its file each time: a Buffer takes an object that becomes a text. */
const readCompilerText: Plugin = {
  name: 'text of the query compiler',
  setup: (esbuild) => {
    const namespace = 'compiler-text';
    esbuild.onResolve({ filter: COMPILER_TEXT }, ({ path: name }) => ({
      ...{ path: name, namespace, pluginData: resolve(name) },
    }));
    esbuild.onLoad({ filter: /./, namespace }, ({ pluginData: file }: { readonly pluginData: string }) => ({
      contents: `export const wasm = {
        [Symbol.toPrimitive]: () => {
          const text = process.getBuiltinModule('node:fs').readFileSync(${JSON.stringify(file)}, 'latin1');
          return text.slice(text.indexOf('"') + 1, text.lastIndexOf('"'));
        },
      };`,
    }));
  },
};

/** Packages by which Apollo's gateway finds its cloud and sends reports to Apollo, which this project does not use: 8 MB of memory. */
const REPORTING =
  /^@opentelemetry\/(semantic-conventions\/incubating|sdk-metrics|resources|resource-detector-.*|exporter-metrics-otlp-http)$/;
const EXECUTOR = /^@apollo\/gateway\/dist\/\w+\.js$/;

/** Compiles Apollo's executor into the program, without its reporting. */
const leaveOutReporting: Plugin = {
  name: 'no reporting of the executor',
  setup: (esbuild) => {
    const namespace = 'no-reporting';
    esbuild.onResolve({ filter: EXECUTOR }, ({ path: name }) => ({ path: resolve(name) }));
    esbuild.onResolve({ filter: REPORTING }, ({ importer, path: name }) =>
      importer.includes('/@apollo/gateway/') ? { path: name, namespace } : null,
    );
    esbuild.onLoad({ filter: /./, namespace }, () => ({ contents: 'module.exports = {};' }));
  },
};

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
  // For packages of CommonJS that are compiled into the program.
  banner: {
    js: `import { createRequire as requireFor } from 'node:module';\nconst require = requireFor(${JSON.stringify(here)});`,
  },
  plugins: [keepPlaces, readCompilerText, leaveOutReporting],
  logLevel: 'error',
} satisfies BuildOptions;
