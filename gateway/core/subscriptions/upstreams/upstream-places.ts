import { createCounts } from '#platform/counts.ts';
import { createPlaces, type PlaceLimit, type PlacesOptions } from '#platform/http/places.ts';
import type { Client } from '../../hooks.ts';

/** The limited number of streams at subgraphs. */
export interface UpstreamPlaces {
  /** Number of taken places. */
  readonly taken: number;
  /**
   * Takes a place for a client's stream.
   *
   * @param isPrivate true for a stream that its user alone may see
   * @returns the function that leaves the place and may be called again, or the limit that is reached
   */
  take(client: Client, isPrivate: boolean): (() => void) | UpstreamLimit;
}

/** `user`: the client's user has as many private streams as one may. */
export type UpstreamLimit = PlaceLimit | 'user';

export interface UpstreamPlacesOptions extends PlacesOptions {
  readonly maxPrivatePerUser: number;
}

/**
 * Creates the places. A private stream has an upstream of its own, which reads the database for each change of its account: a user with
 * streams on every socket that an address may open would make each of its orders hundreds of reads.
 */
export function createUpstreamPlaces({
  maxPrivatePerUser,
  ...options
}: UpstreamPlacesOptions): UpstreamPlaces {
  const places = createPlaces(options);
  const byUser = createCounts<string>();
  return {
    get taken() {
      return places.taken;
    },
    take: ({ caller, address }, isPrivate) => {
      const user = isPrivate ? (caller?.subject ?? null) : null;
      if (user !== null && byUser.of(user) >= maxPrivatePerUser) return 'user';
      const leave = places.take(address);
      if (typeof leave === 'string' || user === null) return leave;
      byUser.add(user);
      let isLeft = false;
      return () => {
        if (isLeft) return;
        isLeft = true;
        leave();
        byUser.remove(user);
      };
    },
  };
}
