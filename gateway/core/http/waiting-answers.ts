import type { ServerResponse } from 'node:http';
import { clientNetwork } from '#platform/http/client-address.ts';
import type { WaitingBytes } from '../sessions/waiting-bytes.ts';

/** Answers up to this size are not counted: the limits of connections bound them. */
const FREE_BYTES = 4_096;

/** Answers that their clients have not taken yet. */
export interface WaitingAnswers {
  /** Counts an answer until the network has taken all of it, and cuts off the answers that wait for longest when there is no room. */
  add(response: ServerResponse, address: string | null, bytes: number): void;
}

export interface WaitingAnswersOptions {
  /** Bytes that wait for all clients, of sockets too. */
  readonly total: WaitingBytes;
  readonly maxPerAddressBytes: number;
  /** False for an address that is limited by the total alone. */
  readonly limitsAddress: (address: string) => boolean;
}

interface Waiting {
  readonly network: string | null;
  readonly bytes: number;
  readonly cut: () => void;
}

export function createWaitingAnswers(options: WaitingAnswersOptions): WaitingAnswers {
  const { total, maxPerAddressBytes, limitsAddress } = options;
  /** In the order in which they began to wait. */
  const all = new Set<Waiting>();
  const byNetwork = new Map<string, Set<Waiting>>();
  const remove = (one: Waiting): void => {
    if (!all.delete(one)) return;
    total.add(-one.bytes);
    if (one.network === null) return;
    const ofNetwork = byNetwork.get(one.network);
    ofNetwork?.delete(one);
    if (ofNetwork?.size === 0) byNetwork.delete(one.network);
  };
  /** Cuts the first until the bytes fit. */
  const makeRoom = (waiting: ReadonlySet<Waiting>, fits: () => boolean): void => {
    for (const one of waiting) {
      if (fits()) return;
      remove(one);
      one.cut();
    }
  };
  return {
    add: (response, address, bytes) => {
      if (bytes <= FREE_BYTES) return;
      const network = address !== null && limitsAddress(address) ? clientNetwork(address) : null;
      const ofNetwork = network === null ? undefined : byNetwork.get(network);
      if (ofNetwork) makeRoom(ofNetwork, () => bytesOf(ofNetwork) + bytes <= maxPerAddressBytes);
      makeRoom(all, () => total.fits(bytes));
      const one: Waiting = { network, bytes, cut: () => response.destroy() };
      all.add(one);
      total.add(bytes);
      if (network !== null) byNetwork.set(network, (byNetwork.get(network) ?? new Set()).add(one));
      response.once('close', () => remove(one));
    },
  };
}

const bytesOf = (waiting: ReadonlySet<Waiting>): number => {
  let sum = 0;
  for (const { bytes } of waiting) sum += bytes;
  return sum;
};
