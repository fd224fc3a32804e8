import { isIP } from 'node:net';
import type { FastifyInstance } from 'fastify';
import { errorAnswer } from './error-answers.ts';

/**
 * Refuses requests under a name that is not the server's own: a page on the web can give its own name the address of this server, and
 * its script could then read the answers. An address, `localhost` and the given names pass.
 *
 * @param setting the setting that lists the names, for the message
 */
export function refuseForeignNames(app: FastifyInstance, names: readonly string[], setting: string): void {
  const own = new Set(['localhost', ...names].map((name) => name.toLowerCase()));
  app.addHook('onRequest', async ({ headers: { host = '' } }, reply) => {
    const name = nameIn(host);
    if (isIP(name) !== 0 || own.has(name)) return undefined;
    const message = `Request this server by its address, or by a name that ${setting} lists.`;
    return reply.status(421).send(errorAnswer(message, 'BAD_USER_INPUT'));
  });
}

/** The host without its port, the brackets of an IPv6 address and a dot at its end, in lower case. */
const nameIn = (host: string): string =>
  host
    .replace(/:\d*$/, '')
    .replace(/^\[(.*)\]$/, '$1')
    .replace(/\.$/, '')
    .toLowerCase();
