import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { contentSecurityPolicy } from '../pages/content-security-policy.ts';
import { sendAsset } from '../pages/send-asset.ts';
import { createDeskFiles } from './files.ts';

/** Addresses that the desk's own router shows; each is the same document. `desk/app/routes.ts` has the same list. */
const PAGES = ['/', '/ticker/:ticker', '/orders', '/account', '/taxes', '/settings'];

/** An address of the desk with slashes at its end. */
const WITH_SLASH = /^(\/(?:orders|account|taxes|settings|ticker\/[A-Za-z0-9]{1,12}))\/+$/;

/** Every script and style is a file of the gateway, and no script can write HTML. */
const SOURCES = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "img-src 'self' data:",
  "font-src 'self'",
  "require-trusted-types-for 'script'",
];

const NOT_BUILT =
  'The desk is not built: run "npm run build:desk" and load this page again. The graph is at /graphql.\n';

/** A name contains a hash of its file, so a browser never needs to ask again. */
const FOR_EVER = 'public, max-age=31536000, immutable';

/**
 * The desk: one document at all of its addresses, and the files that it loads.
 *
 * @param folder the built files of `npm run build:desk`
 */
export function addDesk(app: FastifyInstance, folder: string): void {
  const readFile = createDeskFiles(folder);
  const sendDocument = async (request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply> => {
    const document = await readFile('index.html');
    if (!document) return reply.status(503).type('text/plain; charset=utf-8').send(NOT_BUILT);
    reply.headers({
      'content-security-policy': contentSecurityPolicy(SOURCES),
      'referrer-policy': 'no-referrer',
      'x-content-type-options': 'nosniff',
    });
    return sendAsset(request, reply, document, 'no-cache');
  };
  for (const page of PAGES) app.get(page, sendDocument);
  // A person who mistyped an address gets the desk, which says so; a program gets the answer of the server.
  app.get('/*', async (request, reply) => {
    const path = request.url.split('?', 1)[0] ?? '';
    const page = WITH_SLASH.exec(path)?.[1];
    if (page !== undefined) return reply.redirect(page, 308);
    const isOtherMethod = app.supportedMethods.some((method) => app.hasRoute({ method, url: path }));
    if (isOtherMethod || request.headers.accept?.includes('text/html') !== true) return reply.callNotFound();
    return sendDocument(request, reply.status(404));
  });
  app.get<{ Params: { name: string } }>('/desk/:name', async (request, reply) => {
    const asset = await readFile(request.params.name);
    if (!asset) return reply.callNotFound();
    reply.header('x-content-type-options', 'nosniff');
    return sendAsset(request, reply, asset, FOR_EVER);
  });
}
