import type { Clock } from '../time/clock.ts';

/** Remembers the signatures that this process has accepted, so that it accepts none twice. */
export interface SeenSignatures {
  /**
   * True at the first call with a signature. False at any later one, and for a signature that may have been accepted before
   * this memory began or forgot.
   *
   * @param id the same for the same signature, and short: the memory keeps it
   * @param signedMs the instant of the signature by the signer's clock
   */
  accept(id: string, signedMs: number): boolean;
}

export interface SeenSignaturesOptions {
  readonly clock: Clock;
  /** A signature is not presented to `accept` later than this after its first time: it is invalid then for its age. */
  readonly lifetimeMs: number;
  /** Signatures to remember, at most twice as many. */
  readonly capacity: number;
}

interface Generation {
  readonly ids: Set<string>;
  readonly startedMs: number;
  /** The newest signature in it. */
  newestMs: number;
}

/**
 * Two generations of signatures, of which the older one is dropped when the newer one is older than the lifetime of a
 * signature. When the newer one is full before, the older one is dropped early, and signatures that are not newer than all
 * of its are refused: under any load the memory is bounded and no signature is accepted twice, but one that takes long on its
 * way may be refused. A memory that begins refuses earlier signatures, since the process before it may have accepted them.
 */
export function createSeenSignatures({ clock, lifetimeMs, capacity }: SeenSignaturesOptions): SeenSignatures {
  const begin = (): Generation => ({ ids: new Set(), startedMs: clock.nowMs(), newestMs: -Infinity });
  let older = begin();
  let newer = begin();
  /** Signatures before this instant, and at it, are forgotten. */
  let forgottenMs = clock.nowMs() - 1;
  return {
    accept: (id, signedMs) => {
      const isOld = clock.nowMs() - newer.startedMs >= lifetimeMs;
      if (isOld || newer.ids.size >= capacity) {
        if (!isOld) forgottenMs = Math.max(forgottenMs, older.newestMs);
        older = newer;
        newer = begin();
      }
      if (signedMs <= forgottenMs || newer.ids.has(id) || older.ids.has(id)) return false;
      newer.ids.add(id);
      newer.newestMs = Math.max(newer.newestMs, signedMs);
      return true;
    },
  };
}
