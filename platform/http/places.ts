import { createCounts } from '../counts.ts';
import { clientNetwork } from './client-address.ts';

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

/** `all`: every place is taken. `address`: the client's address has all it may. `share`: it has as many as are left for others. */
export type PlaceLimit = 'all' | 'address' | 'share';

/**
 * Says which limit is reached, and what the client can do.
 *
 * @param things what the places are for, such as `sockets`
 */
export const placeLimitMessage = (limit: PlaceLimit, things: string, maxPerAddress: number): string =>
  ({
    all: `The gateway has as many ${things} as it takes. Try again later.`,
    address: `An address has ${maxPerAddress} ${things} at most. Close some.`,
    share: `Few ${things} are left, and this address has its share. Close some, or try again later.`,
  })[limit];

export interface PlacesOptions {
  readonly max: number;
  readonly maxPerAddress: number;
  /** False for an address that is limited by `max` alone. */
  readonly limitsAddress: (address: string) => boolean;
}

/**
 * An address that is limited has at most as many places as are left for all others. So addresses that together want every place get
 * equal shares, and a newcomer always finds one: ten that want 20,000 get 1,818 each, and as many are left.
 */
export function createPlaces({ max, maxPerAddress, limitsAddress }: PlacesOptions): Places {
  const byNetwork = createCounts<string>();
  let taken = 0;
  return {
    get taken() {
      return taken;
    },
    take: (address) => {
      if (taken >= max) return 'all';
      const network = address !== null && limitsAddress(address) ? clientNetwork(address) : null;
      const ofNetwork = network === null ? 0 : byNetwork.of(network);
      if (ofNetwork >= maxPerAddress) return 'address';
      if (ofNetwork >= max - taken) return 'share';
      taken += 1;
      if (network !== null) byNetwork.add(network);
      let isLeft = false;
      return () => {
        if (isLeft) return;
        isLeft = true;
        taken -= 1;
        if (network !== null) byNetwork.remove(network);
      };
    },
  };
}
