import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import type { FastifyInstance } from 'fastify';
import type * as assets from '@graphql-yoga/render-graphiql/graphiql';
import { SAMPLES } from './samples.ts';

type Assets = typeof assets;

const JAVASCRIPT = 'text/javascript; charset=utf-8';

/** Scripts and styles of GraphiQL, by the name under which the page requests them. Nothing comes from another host. */
const ASSETS: Readonly<Record<string, { type: string; read: (assets: Assets) => string }>> = {
  'graphiql.js': { type: JAVASCRIPT, read: ({ js }) => js },
  'graphiql.css': { type: 'text/css; charset=utf-8', read: ({ css }) => css },
  'editor.worker.js': { type: JAVASCRIPT, read: ({ editorWorkerService }) => editorWorkerService },
  'json.worker.js': { type: JAVASCRIPT, read: ({ jsonWorker }) => jsonWorker },
  'graphql.worker.js': { type: JAVASCRIPT, read: ({ graphqlWorker }) => graphqlWorker },
};

/**
 * All sources are the gateway itself. GraphiQL adds inline styles at run time. In CSP 3 `'self'` covers sockets to the same host;
 * browsers of CSP 2 need them by name.
 */
const contentSecurityPolicy = (host: string | undefined): string =>
  [
    "default-src 'self'",
    "style-src 'self' 'unsafe-inline'",
    "font-src 'self' data:",
    "img-src 'self' data:",
    `connect-src 'self'${socketSources(host)}`,
    "worker-src 'self' blob:",
    "base-uri 'none'",
    "form-action 'none'",
    "frame-ancestors 'none'",
    "object-src 'none'",
  ].join('; ');

/** A host name or address with or without a port, which can end no directive. */
const HOST = /^(\[[0-9a-f:.]+\]|[a-z0-9.-]+)(:\d{1,5})?$/i;

const socketSources = (host = ''): string => (HOST.test(host) ? ` ws://${host} wss://${host}` : '');

/** The playground at `/`: GraphiQL with sample operations. Its ten megabytes are read at the first request. */
export function addPlayground(app: FastifyInstance): void {
  const client = readFileSync(path.join(import.meta.dirname, 'client.js'), 'utf8');
  const page = renderPage();
  app.get('/', async (request, reply) =>
    reply
      .type('text/html; charset=utf-8')
      .header('content-security-policy', contentSecurityPolicy(request.headers.host))
      .header('vary', 'host')
      .header('cache-control', 'no-cache')
      .send(page),
  );
  app.get<{ Params: { name: string } }>('/playground/:name', async (request, reply) => {
    const { name } = request.params;
    if (name === 'client.js' || name === 'workers.js') {
      const text = name === 'client.js' ? client : WORKERS;
      return reply.type(JAVASCRIPT).header('cache-control', 'no-cache').send(text);
    }
    const asset = Object.hasOwn(ASSETS, name) ? ASSETS[name] : undefined;
    if (!asset) return reply.callNotFound();
    const text = asset.read(await import('@graphql-yoga/render-graphiql/graphiql'));
    const etag = `"${createHash('sha256').update(text).digest('base64url').slice(0, 16)}"`;
    reply.type(asset.type).header('cache-control', 'public, max-age=86400').header('etag', etag);
    return request.headers['if-none-match'] === etag ? reply.status(304).send() : reply.send(text);
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
