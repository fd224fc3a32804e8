import { once } from 'node:events';
import net, { type AddressInfo, type Socket } from 'node:net';

/** A proxy that cuts all of its connections once, when it has carried a number of bytes in both directions together. */
export interface CuttingProxy {
  readonly port: number;
  /** Bytes that it has carried so far. */
  carried(): number;
  close(): Promise<void>;
}

/** Starts a proxy to a port of 127.0.0.1. The byte at `cutAt` and what follows in the same moment are lost. */
export async function startCuttingProxy(targetPort: number, cutAt: number): Promise<CuttingProxy> {
  const sockets = new Set<Socket>();
  let carried = 0;
  const cutAll = (): void => {
    for (const socket of sockets) socket.resetAndDestroy();
  };
  const carry = (from: Socket, to: Socket): void => {
    from.on('data', (chunk: Buffer) => {
      const before = carried;
      carried += chunk.length;
      if (before >= cutAt || carried < cutAt) return void to.write(chunk);
      // The end gets what came before the cut, and then no more.
      to.write(chunk.subarray(0, cutAt - before - 1), cutAll);
    });
  };
  const server = net.createServer((client) => {
    const upstream = net.connect({ host: '127.0.0.1', port: targetPort });
    for (const [socket, other] of [
      [client, upstream],
      [upstream, client],
    ] as const) {
      sockets.add(socket);
      socket.setNoDelay(true);
      socket.on('error', () => undefined);
      socket.on('close', () => {
        sockets.delete(socket);
        other.destroy();
      });
      carry(socket, other);
    }
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    port: (server.address() as AddressInfo).port,
    carried: () => carried,
    close: async () => {
      cutAll();
      server.close();
      await once(server, 'close');
    },
  };
}
