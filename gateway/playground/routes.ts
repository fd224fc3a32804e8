import { readFileSync } from 'node:fs';
import path from 'node:path';
import type { FastifyInstance } from 'fastify';
import { contentSecurityPolicy } from '../pages/content-security-policy.ts';
import { JAVASCRIPT, sendAsset } from '../pages/send-asset.ts';
import { createAssets } from './assets.ts';
import { SAMPLES } from './samples.ts';

/** All sources are the gateway itself. GraphiQL adds inline styles at run time. */
const SOURCES = [
  "default-src 'self'",
  "style-src 'self' 'unsafe-inline'",
  "font-src 'self' data:",
  "img-src 'self' data:",
  "worker-src 'self' blob:",
];

/** The playground at `/playground`: GraphiQL with sample operations. Its ten megabytes are read at the first request. */
export function addPlayground(app: FastifyInstance): void {
  const client = readFileSync(path.join(import.meta.dirname, 'client.js'), 'utf8');
  const page = renderPage();
  const readAsset = createAssets();
  app.get('/playground', async (_request, reply) =>
    reply
      .type('text/html; charset=utf-8')
      .header('content-security-policy', contentSecurityPolicy(SOURCES))
      .header('cache-control', 'no-cache')
      .send(page),
  );
  app.get<{ Params: { name: string } }>('/playground/:name', async (request, reply) => {
    const { name } = request.params;
    if (name === 'client.js' || name === 'workers.js') {
      const text = name === 'client.js' ? client : WORKERS;
      return reply.type(JAVASCRIPT).header('cache-control', 'no-cache').send(text);
    }
    const asset = await readAsset(name);
    if (!asset) return reply.callNotFound();
    return sendAsset(request, reply, asset, 'public, max-age=86400');
  });
}

/** Sets the URLs of the editor's workers. */
const WORKERS = `self.MonacoEnvironment = {
  globalAPI: false,
  getWorkerUrl: (_module, label) =>
    '/playground/' + ({ json: 'json', graphql: 'graphql' }[label] ?? 'editor') + '.worker.js',
};
`;

/** Text within a script element must not end it. */
const inScript = (value: unknown): string => JSON.stringify(value).replaceAll('<', '\\u003c');

const renderPage = (): string => `<!doctype html>
<html lang="en">
  <head>
    <meta charset="utf-8" />
    <title>My Broker B3</title>
    <link rel="icon" href="data:," />
    <link rel="stylesheet" href="/playground/graphiql.css" />
    <style>
      html, body, #root { height: 100%; margin: 0; }
      /* When the page is laid out anew, GraphiQL shifts each tab and hides that only until the tab has the focus. */
      .graphiql-tab { transform: none !important; }
      #session { position: fixed; right: 12px; bottom: 8px; z-index: 10; font: 12px sans-serif; background: #fffc; padding: 4px 8px; border-radius: 6px; }
    </style>
  </head>
  <body>
    <noscript>The playground needs JavaScript.</noscript>
    <div id="root"></div>
    <div id="session"></div>
    <script type="application/json" id="samples">${inScript(SAMPLES)}</script>
    <script src="/playground/workers.js"></script>
    <script src="/playground/graphiql.js"></script>
    <script src="/playground/client.js" type="module"></script>
  </body>
</html>
`;
