/** Hive Gateway over the subgraphs, with the query planner of Hive Router. */
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { createGatewayRuntime, getGraphQLWSOptions } from '@graphql-hive/gateway-runtime';
import { unifiedGraphHandler } from '@graphql-hive/router-runtime';
import { useServer } from 'graphql-ws/use/ws';
import { WebSocketServer } from 'ws';
import { answerCommands } from '../answer-commands.ts';

answerCommands(async ({ supergraphSdl }) => {
  const runtime = createGatewayRuntime({
    supergraph: supergraphSdl,
    unifiedGraphHandler,
    logging: false,
    transportEntries: { '*': { options: { subscriptions: { kind: 'ws', location: '/graphql' } } } },
  });
  const http = createServer(runtime);
  const options = getGraphQLWSOptions(runtime, ({ extra: { request, socket } }) => ({
    req: request,
    socket,
    request: new Request('http://127.0.0.1/graphql'),
  }));
  useServer(options, new WebSocketServer({ server: http, path: '/graphql' }));
  await new Promise<void>((resolve) => http.listen(0, '127.0.0.1', resolve));
  return { port: (http.address() as AddressInfo).port };
});
