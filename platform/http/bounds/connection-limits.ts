import type { Server } from 'node:http';
import type { Socket } from 'node:net';
import type { Clock } from '../../time/clock.ts';
import { createBreaches } from './breaches.ts';
import { clientNetwork } from '../client-address.ts';
import type { HttpLimits } from '../http-limits.ts';
import { createPlaces } from '../places.ts';
import type { OpenConnections } from './open-connections.ts';
import { stopParsing } from './stop-parsing.ts';

/** A server on `::` sees clients of IPv4 under such addresses. */
const IPV4_IN_IPV6 = /^::ffff:(?=[\d.]+$)/i;

/** Cuts a connection in the midst of a read, and for a while all of its network when that happens again and again. */
export type CutConnection = (socket: Socket) => void;

/**
 * Closes each connection beyond the limits at once, and those of an address that has as many as are left for all others.
 * `limitsAddress` is false for an address without a limit of its own.
 */
export function limitConnections(
  server: Server,
  { connections, connectionsPerAddress }: HttpLimits,
  limitsAddress: (address: string) => boolean,
  clock: Clock,
  open: OpenConnections,
): CutConnection {
  const places = createPlaces({ max: connections, maxPerAddress: connectionsPerAddress, limitsAddress });
  /** Functions that leave the place of a connection. */
  const leaving = new Map<Socket, () => void>();
  const byNetwork = new Map<string, Set<Socket>>();
  const breaches = createBreaches(clock);
  server.maxConnections = connections;
  server.on('connection', (socket: Socket) => {
    const network = networkOf(socket, limitsAddress);
    if (network !== null && breaches.isBarred(network)) return void socket.destroy();
    const leave = places.take(addressOf(socket));
    if (typeof leave === 'string') return void socket.destroy();
    leaving.set(socket, leave);
    if (network === null) return;
    const sockets = byNetwork.get(network) ?? new Set();
    byNetwork.set(network, sockets.add(socket));
    leaving.set(socket, () => {
      leave();
      sockets.delete(socket);
      if (sockets.size === 0) byNetwork.delete(network);
    });
  });
  open.onClosed((socket) => {
    leaving.get(socket)?.();
    leaving.delete(socket);
  });
  return (socket) => {
    const network = networkOf(socket, limitsAddress);
    stopParsing(socket);
    if (network === null || !breaches.count(network)) return;
    for (const other of byNetwork.get(network) ?? []) other.destroy();
  };
}

/** The network whose connections are counted; null for none, and for a client that is gone already. */
function networkOf(socket: Socket, limitsAddress: (address: string) => boolean): string | null {
  const address = addressOf(socket);
  return address === null || !limitsAddress(address) ? null : clientNetwork(address);
}

const addressOf = ({ remoteAddress }: Socket): string | null =>
  remoteAddress?.replace(IPV4_IN_IPV6, '') ?? null;
