import { once } from 'node:events';
import { createServer } from 'node:net';
import { StartError } from '../process/start-error.ts';

interface ListenAddress {
  /** Name of the listener in the error message. */
  readonly name: string;
  readonly host: string;
  readonly port: number;
  readonly settingNames?: ListenSettings;
}

/** Names of the settings that an operator changes when a server cannot listen. */
export interface ListenSettings {
  readonly host: string;
  readonly port: string;
}

const HOST_AND_PORT: ListenSettings = { host: 'HOST', port: 'PORT' };

const REASONS: Readonly<Record<string, (settings: ListenSettings) => string>> = {
  EADDRINUSE: ({ port }) => `another process uses it; stop that one or set ${port} to another port`,
  EACCES: ({ port }) => `this user may not use it; set ${port} to 1024 or above`,
  EADDRNOTAVAIL: ({ host }) => `the address does not belong to this machine; set ${host}`,
  ENOTFOUND: ({ host }) => `the host name cannot be resolved; set ${host}`,
};

/** Turns an error of the settings of an address into a StartError with the reason; returns any other error unchanged. */
export function listenError(error: unknown, { name, host, port, settingNames }: ListenAddress): unknown {
  const reason = REASONS[(error as NodeJS.ErrnoException).code ?? '']?.(settingNames ?? HOST_AND_PORT);
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
