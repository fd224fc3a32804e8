import { connect, type Socket } from 'node:net';

/** A bare connection, for clients that break HTTP. */
export interface Connection {
  write(bytes: string | Buffer): void;
  /** Resolves with the label of the end: the status line's code, "closed", or the error. */
  readonly ended: Promise<string>;
  readonly isOver: boolean;
  readonly received: () => string;
  destroy(): void;
}

export interface ConnectionOptions {
  readonly host: string;
  readonly port: number;
  readonly localAddress?: string | undefined;
  /** False for a client that takes nothing of the answers. */
  readonly reads?: boolean;
}

/** Host and port of a URL. */
export function addressOf(url: string): { readonly host: string; readonly port: number } {
  const { hostname, port } = new URL(url);
  return { host: hostname, port: Number(port || 80) };
}

/** Opens a connection. Resolves once it is connected, or has failed. */
export async function openConnection({
  host,
  port,
  localAddress,
  reads = true,
}: ConnectionOptions): Promise<Connection> {
  const socket: Socket = connect({ host, port, ...(localAddress !== undefined && { localAddress }) });
  let received = '';
  let over = false;
  if (reads) socket.on('data', (data: Buffer) => (received += data.toString('latin1')));
  else socket.pause();
  const ended = new Promise<string>((resolve) => {
    const end = (reason: string): void => {
      over = true;
      resolve(/^HTTP\/1\.1 (\d{3})/.exec(received)?.[1] ?? reason);
    };
    socket.on('close', () => end('closed'));
    socket.on('error', (error: NodeJS.ErrnoException) => end(error.code ?? error.message));
  });
  await Promise.race([new Promise((resolve) => socket.once('connect', resolve)), ended]);
  return {
    write: (bytes) => {
      if (!over) socket.write(bytes);
    },
    ended,
    get isOver() {
      return over;
    },
    received: () => received,
    destroy: () => socket.destroy(),
  };
}
