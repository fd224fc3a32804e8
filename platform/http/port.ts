import { once } from 'node:events';
import { createServer } from 'node:net';
import { StartError } from '../process/start-error.ts';

interface Place {
  /** Who wants to listen, in the message. */
  readonly name: string;
  readonly host: string;
  readonly port: number;
}

const REASONS: Readonly<Record<string, string>> = {
  EADDRINUSE: 'another process uses it; stop that one or set PORT to another port',
  EACCES: 'this user may not; set PORT to one from 1024 on',
  EADDRNOTAVAIL: 'the address is not of this machine; set HOST',
  ENOTFOUND: 'the address is not known; set HOST',
};

/** Why a server cannot listen, as one line for the user; an error that is no fault of settings stays as it is. */
export function listenError(error: unknown, { name, host, port }: Place): unknown {
  const reason = REASONS[(error as NodeJS.ErrnoException).code ?? ''];
  return reason === undefined ? error : new StartError(`${name} cannot listen on ${host}:${port}: ${reason}`);
}

/** Tries a port before anything is made or changed, so that a start that cannot succeed changes nothing. */
export async function refusePortInUse(place: Place): Promise<void> {
  const server = createServer();
  try {
    server.listen({ host: place.host, port: place.port });
    await once(server, 'listening');
  } catch (error) {
    throw listenError(error, place);
  }
  server.close();
  await once(server, 'close');
}
