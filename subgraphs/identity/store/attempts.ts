import type { AttemptRecord } from '../sign-in/attempt-rules.ts';

/** An account, by the hash of its e-mail address, and a network from which somebody signs in to it. */
export interface AccountNetwork {
  readonly account: string;
  readonly network: string;
}

/** The records of attempts within one transaction. */
export interface AttemptLedger {
  record(key: string): AttemptRecord | null;
  /** Null removes the record. From `expiresAtMs` on it has no effect, and may be removed. */
  set(key: string, record: AttemptRecord | null, expiresAtMs: number): void;
  /** True when the account has signed in from the network. */
  isKnown(pair: AccountNetwork): boolean;
  /** Records that the account has signed in from the network; the last few networks of an account are kept. */
  remember(pair: AccountNetwork): void;
}

/** The keys and pairs that a transaction reads and changes. */
export interface AttemptScope {
  readonly keys: readonly string[];
  readonly pairs: readonly AccountNetwork[];
}

/** Stores the attempts to sign in, for all processes of identity. */
export interface AttemptStore {
  /** Runs the work on the records of the scope, alone for these keys, and writes its changes in one transaction. */
  transact(scope: AttemptScope, nowMs: number, work: (ledger: AttemptLedger) => void): Promise<void>;
}
