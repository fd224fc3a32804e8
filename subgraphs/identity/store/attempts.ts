import type { AttemptRecord } from '../sign-in/attempt-rules.ts';

/** A record of attempts to write, or its removal. */
export interface AttemptChange {
  readonly key: string;
  /** Null removes the record. */
  readonly record: AttemptRecord | null;
  /** Instant from which the record has no effect and may be removed. */
  readonly expiresAtMs: number;
}

/** Stores the attempts to sign in and the networks from which an account has signed in, for all processes of identity. */
export interface AttemptStore {
  /** True when the account has signed in from the network. */
  isKnown(account: string, network: string): Promise<boolean>;
  /** Records that the account has signed in from the network; keeps the last few networks of an account. */
  remember(account: string, network: string, atMs: number): Promise<void>;
  /** Reads the records of the keys and writes the changes that `decide` makes of them, alone for these keys. */
  change<T>(
    keys: readonly string[],
    nowMs: number,
    decide: (records: readonly (AttemptRecord | null)[]) => {
      readonly result: T;
      readonly changes: readonly AttemptChange[];
    },
  ): Promise<T>;
}
