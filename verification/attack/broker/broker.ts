import type { Target } from '../target.ts';

/** A running broker as a campaign sees it. */
export interface Broker {
  readonly target: Target;
  /** How it runs, for the report. */
  readonly profile: 'embedded' | 'distributed' | 'unknown';
  /** Resident memory of its processes now, in bytes; null when it cannot be read. */
  residentBytes(): Promise<number | null>;
  /** Memory that is in use after a garbage collection, in bytes; null when it cannot be read. */
  settledBytes(): Promise<number | null>;
  /** How `settledBytes` settles, for the report. */
  readonly settling: string;
  /** Crashes and errors of its log since the last call. */
  faults(): Promise<readonly string[]>;
  stop(): Promise<void>;
}
