import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { WebSocketServer, type WebSocket } from 'ws';
import { startLocalGateway } from '../graph/gateway.ts';

/** A server of sockets that delivers one round of changes to all of them. */
export interface Contestant {
  readonly port: number;
  readonly path: string;
  /** Changes the quotes of these tickers once. */
  readonly change: (tickers: readonly string[]) => void;
  /** Streams that are open at subgraphs; 0 for a server without subgraphs. */
  readonly upstreams: number;
  stop(): Promise<void>;
}

/** The gateway over two subgraphs in this process. */
export async function startOurs(): Promise<Contestant> {
  const { gateway, feed } = await startLocalGateway();
  return {
    port: Number(new URL(gateway.url).port),
    path: '/graphql',
    change: (tickers) => tickers.forEach(feed.change),
    get upstreams() {
      return feed.readers;
    },
    stop: () => gateway.stop(),
  };
}

/**
 * The reference: `ws.send` of a ready string.
 *
 * @param framesPerSocket frames of a socket in a round
 */
export async function startBare(text: string, framesPerSocket: number): Promise<Contestant> {
  const http = createServer();
  const server = new WebSocketServer({ server: http });
  const sockets = new Set<WebSocket>();
  server.on('connection', (socket) => {
    sockets.add(socket);
    socket.once('close', () => sockets.delete(socket));
  });
  await new Promise<void>((resolve) => http.listen(0, '127.0.0.1', resolve));
  return {
    port: (http.address() as AddressInfo).port,
    path: '/',
    change: () => {
      for (const socket of sockets)
        for (let frame = 0; frame < framesPerSocket; frame += 1) socket.send(text);
    },
    upstreams: 0,
    stop: async () => {
      for (const socket of sockets) socket.terminate();
      await new Promise((resolve) => http.close(resolve));
    },
  };
}
