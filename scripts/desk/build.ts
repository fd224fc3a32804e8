import { mkdir, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { promisify } from 'node:util';
import { brotliCompress, constants, gzip } from 'node:zlib';
import { build, type BuildOptions } from 'esbuild';

/** Where the gateway looks for the built files. */
const DESK_FOLDER = '.cache/desk';
const PAGE = 'index.html';

/** esbuild's options for the desk: one script and one style, since both are needed for the first screen. */
export const deskOptions = (root: string): BuildOptions => ({
  entryPoints: [path.join(root, 'desk/main.tsx')],
  outdir: path.join(root, DESK_FOLDER),
  bundle: true,
  format: 'esm',
  platform: 'browser',
  target: ['chrome109', 'firefox115', 'safari16'],
  jsx: 'automatic',
  legalComments: 'none',
  logLevel: 'error',
  publicPath: '/desk',
});

/** The name by which React's code asks for its mode, in parts: this program itself reads no environment. */
const REACT_MODE = ['process', 'env', 'NODE_ENV'].join('.');

interface BuiltFile {
  readonly name: string;
  readonly contents: Uint8Array;
}

/** A built file with its size. */
export interface DeskFile {
  readonly name: string;
  readonly bytes: number;
  /** Bytes that a browser loads. */
  readonly brotliBytes: number;
}

/**
 * Builds the desk's files with their compressed forms. The name of a file contains a hash of it, so a file that exists is not written
 * again; the document that names the others is replaced last, and files of earlier builds are removed after that.
 *
 * @param folder where the files go, relative to the root
 */
export async function buildDesk(root: string, folder = DESK_FOLDER): Promise<DeskFile[]> {
  const { outputFiles = [] } = await build({
    ...deskOptions(root),
    entryNames: '[name]-[hash]',
    minify: true,
    define: { [REACT_MODE]: '"production"', GRAPH_URL: '""' },
    write: false,
  });
  const files = outputFiles.map(({ path: file, contents }) => ({ name: path.basename(file), contents }));
  const page = {
    name: PAGE,
    contents: Buffer.from(
      await pageOf(
        root,
        files.map(({ name }) => `/desk/${name}`),
      ),
    ),
  };
  const out = path.join(root, folder);
  await mkdir(out, { recursive: true });
  const present = new Set(await readdir(out));
  await Promise.all(
    files.filter(({ name }) => !present.has(`${name}.br`)).map((file) => writeCompressed(out, file)),
  );
  await writeCompressed(out, page);
  const kept = new Set(
    [PAGE, ...files.map(({ name }) => name)].flatMap((name) => [name, `${name}.gz`, `${name}.br`]),
  );
  // Another build of the same folder may have removed them already.
  const removed = [...present].filter((name) => !kept.has(name));
  await Promise.all(removed.map((name) => rm(path.join(out, name), { force: true })));
  return Promise.all([page, ...files].map((file) => sizeOf(out, file)));
}

/** The document with the addresses of its script and style. */
export async function pageOf(root: string, addresses: readonly string[]): Promise<string> {
  const template = await readFile(path.join(root, 'desk/index.html'), 'utf8');
  const tags = addresses.map((address) =>
    address.endsWith('.css')
      ? `<link rel="stylesheet" href="${address}" />`
      : `<script type="module" src="${address}"></script>`,
  );
  return template.replace('<!-- files -->', tags.join('\n    '));
}

/** The brotli form comes last: a file that has it is complete. */
async function writeCompressed(folder: string, { name, contents }: BuiltFile): Promise<void> {
  const [br, zipped] = await Promise.all([
    promisify(brotliCompress)(contents, { params: { [constants.BROTLI_PARAM_SIZE_HINT]: contents.length } }),
    promisify(gzip)(contents, { level: constants.Z_BEST_COMPRESSION }),
  ]);
  await replace(path.join(folder, name), contents);
  await replace(path.join(folder, `${name}.gz`), zipped);
  await replace(path.join(folder, `${name}.br`), br);
}

/** Replaces a file at once: a gateway may read it meanwhile. */
async function replace(file: string, contents: Uint8Array): Promise<void> {
  const partial = `${file}.${process.pid}`;
  await writeFile(partial, contents);
  await rename(partial, file);
}

async function sizeOf(folder: string, { name, contents }: BuiltFile): Promise<DeskFile> {
  const br = await readFile(path.join(folder, `${name}.br`));
  return { name, bytes: contents.length, brotliBytes: br.length };
}
