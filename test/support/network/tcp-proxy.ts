import { once } from 'node:events';
import net from 'node:net';

/** Stands between clients and servers, so that a test can cut the wire or choose the server of each connection. */
export interface TcpProxy {
  readonly port: number;
  /** Breaks all connections at once and takes new ones again only after `mend`. */
  cut(): void;
  mend(): void;
  close(): Promise<void>;
}

/** @param target the server's port, or the choice of one for a new connection */
export async function startTcpProxy(
  target: number | (() => number),
  targetHost = '127.0.0.1',
): Promise<TcpProxy> {
  const sockets = new Set<net.Socket>();
  let isCut = false;
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
    close: async () => {
      cut();
      server.close();
      await once(server, 'close');
    },
  };
}
