/** The gateway of Mercurius over the subgraphs. */
import type { AddressInfo } from 'node:net';
import fastify from 'fastify';
import gateway from '@mercuriusjs/gateway';
import { FEDERATION_1 } from '../federation-1.ts';
import { answerCommands } from '../answer-commands.ts';

answerCommands(async ({ urls }) => {
  const app = fastify();
  const service = (name: 'market' | 'assets') => ({
    name,
    url: urls[name],
    wsUrl: urls[name].replace(/^http/, 'ws'),
    schema: FEDERATION_1[name],
    mandatory: true,
  });
  await app.register(gateway, {
    gateway: { services: [service('market'), service('assets')] },
    subscription: true,
    jit: 1,
  });
  await app.listen({ port: 0, host: '127.0.0.1' });
  return { port: (app.server.address() as AddressInfo).port };
});
