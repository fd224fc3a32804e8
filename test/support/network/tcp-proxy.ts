import { once } from 'node:events';
import net from 'node:net';

/** Stands between clients and servers, so that a test can cut the wire or choose the server of each connection. */
export interface TcpProxy {
  readonly port: number;
  /** Breaks all connections at once and takes new ones again only after `mend`. */
  cut(): void;
  mend(): void;
  /** Takes connections and reads nothing from them until `thaw`, as a stopped process does. */
  freeze(): void;
  thaw(): void;
  close(): Promise<void>;
}

/** @param target the server's port, or the choice of one for a new connection */
export async function startTcpProxy(
  target: number | (() => number),
  targetHost = '127.0.0.1',
): Promise<TcpProxy> {
  const sockets = new Set<net.Socket>();
  const clients = new Set<net.Socket>();
  let isCut = false;
  let isFrozen = false;
  const keep = (socket: net.Socket): void => {
    sockets.add(socket);
    socket.on('close', () => sockets.delete(socket));
    socket.on('error', () => socket.destroy());
  };
  const server = net.createServer((client) => {
    keep(client);
    if (isCut) return void client.destroy();
    const upstream = net.connect(typeof target === 'number' ? target : target(), targetHost);
    keep(upstream);
    client.pipe(upstream).pipe(client);
    clients.add(client);
    client.on('close', () => clients.delete(client));
    if (isFrozen) client.pause();
    for (const [one, other] of [
      [client, upstream],
      [upstream, client],
    ] as const)
      one.on('close', () => other.destroy());
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const cut = (): void => {
    isCut = true;
    for (const socket of sockets) socket.destroy();
  };
  return {
    port: (server.address() as net.AddressInfo).port,
    cut,
    mend: () => void (isCut = false),
    freeze: () => {
      isFrozen = true;
      for (const client of clients) client.pause();
    },
    thaw: () => {
      isFrozen = false;
      for (const client of clients) client.resume();
    },
    close: async () => {
      cut();
      server.close();
      await once(server, 'close');
    },
  };
}
