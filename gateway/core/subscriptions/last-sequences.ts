import { gapBetween } from './shared-stream.ts';

/** The sequences of the events that one client got last, by key. */
export interface LastSequences {
  /** The number of events of the key between the one before and this one, which is the last from now on. */
  skippedBefore(key: string, sequence: number): number;
}

/** A class without a map for the first key: most streams have one, and there are many. */
class KeyedSequences implements LastSequences {
  #key: string | null = null;
  #sequence = 0;
  #others: Map<string, number> | null = null;

  skippedBefore(key: string, sequence: number): number {
    if (this.#key !== null && key !== this.#key) return this.#skippedOfOther(key, sequence);
    const last = this.#key === null ? null : this.#sequence;
    this.#key = key;
    this.#sequence = sequence;
    return Math.max(0, gapBetween(last, sequence));
  }

  #skippedOfOther(key: string, sequence: number): number {
    this.#others ??= new Map();
    const last = this.#others.get(key) ?? null;
    this.#others.set(key, sequence);
    return Math.max(0, gapBetween(last, sequence));
  }
}

export const createLastSequences = (): LastSequences => new KeyedSequences();
