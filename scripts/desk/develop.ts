import { mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { context } from 'esbuild';
import { deskOptions, pageOf } from './build.ts';

const FOLDER = '.cache/desk-development';

/** Loads the page again after each build: esbuild's server sends its event `change`. */
const RELOAD = "new EventSource('/esbuild').addEventListener('change', () => location.reload());";

/**
 * Serves the desk from its sources, against a broker that runs: a change of a file builds anew and loads the page again.
 *
 * @returns the address of the page
 */
export async function developDesk(root: string, graphUrl: string, port: number): Promise<string> {
  const folder = path.join(root, FOLDER);
  await mkdir(path.join(folder, 'desk'), { recursive: true });
  await writeFile(path.join(folder, 'index.html'), await pageOf(root, ['/desk/main.js', '/desk/main.css']));
  const builder = await context({
    ...deskOptions(root),
    outdir: path.join(folder, 'desk'),
    sourcemap: 'linked',
    banner: { js: RELOAD },
    define: { GRAPH_URL: JSON.stringify(graphUrl) },
    logLevel: 'info',
  });
  await builder.watch();
  const { port: taken } = await builder.serve({
    host: '127.0.0.1',
    port,
    servedir: folder,
    fallback: path.join(folder, 'index.html'),
  });
  return `http://127.0.0.1:${taken}/`;
}
