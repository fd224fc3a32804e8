import { clientNetwork } from '#platform/http/client-address.ts';

/** A limited number of things that clients occupy: sockets, upstreams. */
export interface Places {
  /** Number of taken places. */
  readonly taken: number;
  /**
   * Takes a place.
   *
   * @param address network address of the client; null when it is unknown
   * @returns the function that leaves the place, or the limit that is reached
   */
  take(address: string | null): (() => void) | PlaceLimit;
}

/** `all`: every place is taken. `address`: the client's address has its share. */
export type PlaceLimit = 'all' | 'address';

export interface PlacesOptions {
  readonly max: number;
  readonly maxPerAddress: number;
  /** False for an address that is limited by `max` alone. */
  readonly limitsAddress: (address: string) => boolean;
}

export function createPlaces({ max, maxPerAddress, limitsAddress }: PlacesOptions): Places {
  const byNetwork = new Map<string, number>();
  let taken = 0;
  const count = (network: string | null, by: number): void => {
    taken += by;
    if (network === null) return;
    const ofNetwork = (byNetwork.get(network) ?? 0) + by;
    if (ofNetwork === 0) byNetwork.delete(network);
    else byNetwork.set(network, ofNetwork);
  };
  return {
    get taken() {
      return taken;
    },
    take: (address) => {
      if (taken >= max) return 'all';
      const network = address !== null && limitsAddress(address) ? clientNetwork(address) : null;
      if (network !== null && (byNetwork.get(network) ?? 0) >= maxPerAddress) return 'address';
      count(network, 1);
      let isLeft = false;
      return () => {
        if (!isLeft) count(network, -1);
        isLeft = true;
      };
    },
  };
}
