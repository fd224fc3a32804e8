import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { useServer } from 'graphql-ws/use/ws';
import { createYoga } from 'graphql-yoga';
import { WebSocketServer } from 'ws';
import { catalogSchema, type Work } from './catalog-graph.ts';
import { createTopic, type Topic } from './topic.ts';

/** A running subgraph. */
export interface CatalogServer {
  readonly url: string;
  readonly added: Topic<Work>;
  readonly quotes: Topic<string>;
  close(): Promise<void>;
}

/** Serves the books by graphql-yoga, and their streams by graphql-ws at the same address. */
export async function startCatalog(): Promise<CatalogServer> {
  const added = createTopic<Work>();
  const quotes = createTopic<string>();
  const schema = catalogSchema(added, quotes);
  const yoga = createYoga({ schema, logging: false, landingPage: false });
  const http = createServer((request, response) => void yoga(request, response));
  const sockets = new WebSocketServer({ server: http, path: '/graphql' });
  const streams = useServer({ schema }, sockets);
  await new Promise<void>((resolve) => http.listen(0, '127.0.0.1', resolve));
  const { port } = http.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}/graphql`,
    added,
    quotes,
    close: async () => {
      await streams.dispose();
      http.closeAllConnections();
      await new Promise((resolve) => http.close(resolve));
    },
  };
}
