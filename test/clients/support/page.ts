import { once } from 'node:events';
import http from 'node:http';
import type { AddressInfo } from 'node:net';
import path from 'node:path';
import { build } from 'esbuild';
import type { BrowserContext, Page } from 'playwright-core';
import { projectRoot } from '#test/support/programs/run-program.ts';

/** The page of a project as its developer sees it: development builds, which warn. */
async function bundlePage(project: string): Promise<string> {
  const { outputFiles } = await build({
    entryPoints: [path.join(projectRoot, 'test/clients', project, 'page.jsx')],
    alias: {
      '@my-broker-b3/sdk/react': path.join(projectRoot, 'sdk/src/react/index.ts'),
      '@my-broker-b3/sdk': path.join(projectRoot, 'sdk/src/index.ts'),
    },
    bundle: true,
    platform: 'browser',
    format: 'esm',
    jsx: 'automatic',
    conditions: ['development'],
    define: { 'process.env.NODE_ENV': '"development"' },
    write: false,
  });
  const script = outputFiles[0]?.text ?? '';
  return `<!doctype html><link rel="icon" href="data:,"><div id="root"></div><script type="module">${script}</script>`;
}

/** A server of the pages of the projects, as that of a bundler beside the broker. */
export interface PageServer {
  readonly origin: string;
  close(): Promise<void>;
}

export async function startPageServer(): Promise<PageServer> {
  const server = http.createServer((request, response) => {
    void bundlePage(request.url?.slice(1) ?? '').then((html) =>
      response.writeHead(200, { 'content-type': 'text/html' }).end(html),
    );
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    origin: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    close: async () => {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
}

/** A page, and its complaints. */
export interface WatchedPage {
  readonly address: string;
  readonly page: Page;
  /** Warnings and errors of the console, and errors that nothing has caught. */
  readonly complaints: string[];
}

/** Opens a page, whose settings are in its address, and waits until it follows the orders. */
export async function openWatched(
  context: BrowserContext,
  address: string,
  settings: Record<string, string>,
): Promise<WatchedPage> {
  const page = await context.newPage();
  const complaints: string[] = [];
  page.on('console', (message) => {
    if (['warning', 'error'].includes(message.type())) complaints.push(message.text());
  });
  page.on('pageerror', (error) => complaints.push(error.message));
  await page.goto(`${address}#${String(new URLSearchParams(settings))}`);
  await page.locator('#updates').waitFor({ state: 'attached' });
  return { address, page, complaints };
}
