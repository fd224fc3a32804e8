import { readFileSync } from 'node:fs';
import path from 'node:path';
import type { FastifyInstance } from 'fastify';
import { contentSecurityPolicy } from '../pages/content-security-policy.ts';
import { JAVASCRIPT, sendAsset } from '../pages/send-asset.ts';
import { PLAYGROUND_PATH } from './address.ts';
import { createAssets } from './assets.ts';
import { renderPage, renderWorkers } from './page.ts';

/** All sources are the gateway itself. GraphiQL adds inline styles at run time. */
const SOURCES = [
  "default-src 'self'",
  "style-src 'self' 'unsafe-inline'",
  "font-src 'self' data:",
  "img-src 'self' data:",
  "worker-src 'self' blob:",
];

/** The modules of the page's own script. */
const MODULES = ['main.js', 'placeholders.js', 'requests.js', 'session.js', 'tabs.js'];

/** The playground: GraphiQL with sample operations. Its ten megabytes are read at the first request. */
export function addPlayground(app: FastifyInstance): void {
  const page = renderPage(PLAYGROUND_PATH);
  const scripts = new Map(
    MODULES.map((name) => [name, readFileSync(path.join(import.meta.dirname, 'browser', name), 'utf8')]),
  ).set('workers.js', renderWorkers(PLAYGROUND_PATH));
  const readAsset = createAssets();
  app.get(PLAYGROUND_PATH, async (_request, reply) =>
    reply
      .type('text/html; charset=utf-8')
      .header('content-security-policy', contentSecurityPolicy(SOURCES))
      .header('cache-control', 'no-cache')
      .send(page),
  );
  app.get<{ Params: { name: string } }>(`${PLAYGROUND_PATH}/:name`, async (request, reply) => {
    const { name } = request.params;
    const script = scripts.get(name);
    if (script !== undefined) return reply.type(JAVASCRIPT).header('cache-control', 'no-cache').send(script);
    const asset = await readAsset(name);
    if (!asset) return reply.callNotFound();
    return sendAsset(request, reply, asset, 'public, max-age=86400');
  });
}
