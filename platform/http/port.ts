import { once } from 'node:events';
import { createServer } from 'node:net';
import { StartError } from '../process/start-error.ts';

interface ListenAddress {
  /** Name of the listener in the error message. */
  readonly name: string;
  readonly host: string;
  readonly port: number;
}

const REASONS: Readonly<Record<string, string>> = {
  EADDRINUSE: 'another process uses it; stop that one or set PORT to another port',
  EACCES: 'this user may not use it; set PORT to 1024 or above',
  EADDRNOTAVAIL: 'the address does not belong to this machine; set HOST',
  ENOTFOUND: 'the host name cannot be resolved; set HOST',
};

/** Turns an error of the settings HOST and PORT into a StartError with the reason; returns any other error unchanged. */
export function listenError(error: unknown, { name, host, port }: ListenAddress): unknown {
  const reason = REASONS[(error as NodeJS.ErrnoException).code ?? ''];
  return reason === undefined ? error : new StartError(`${name} cannot listen on ${host}:${port}: ${reason}`);
}

/** Throws StartError when the port cannot be used. A start that calls this first and fails has changed nothing. */
export async function refusePortInUse(address: ListenAddress): Promise<void> {
  const server = createServer();
  try {
    server.listen({ host: address.host, port: address.port });
    await once(server, 'listening');
  } catch (error) {
    throw listenError(error, address);
  }
  server.close();
  await once(server, 'close');
}
