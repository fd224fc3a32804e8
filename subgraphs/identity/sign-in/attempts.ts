import { createHash } from 'node:crypto';
import { createGroupCommit } from '#platform/group-commit.ts';
import { rateLimited } from '#platform/graphql/errors.ts';
import { clientNetwork, isLoopback } from '#platform/http/client-address.ts';
import type { HashClient } from '#platform/security/passwords.ts';
import type { Clock } from '#platform/time/clock.ts';
import type { AccountNetwork, AttemptLedger, AttemptStore } from '../store/attempts.ts';
import {
  afterAttempt,
  ATTEMPT_RULES,
  waitMsOf,
  withoutAttempt,
  type AttemptRecord,
  type CountedBy,
} from './attempt-rules.ts';

/** Limits the attempts to sign in, before a password is hashed. */
export interface SignInAttempts {
  /**
   * Counts an attempt. Its answer and its time are the same whether or not the account exists. Rejects with RATE_LIMITED when
   * too many have failed.
   *
   * @param email normalized e-mail address
   * @param address network address of the client; null when it is unknown
   */
  begin(email: string, address: string | null): Promise<SignInAttempt>;
  /** Records that the user has signed up at this address, from where later attempts then count apart. */
  recognize(email: string, address: string | null): Promise<void>;
}

/** An attempt that counts as failed until it has ended otherwise. */
export interface SignInAttempt {
  readonly client: HashClient;
  /** The password was right. */
  succeed(): Promise<void>;
  /** The password was not checked. */
  withdraw(): Promise<void>;
}

/** A client at an account, with the keys of its counts. */
interface Guest extends AccountNetwork {
  readonly limitsNetwork: boolean;
  readonly keys: Readonly<Record<CountedBy, string>>;
}

/** A step of an attempt on the records. */
interface Step {
  readonly guest: Guest;
  readonly run: (ledger: AttemptLedger, nowMs: number) => void;
}

/** Steps of one transaction. */
const MAX_STEPS = 100;

/**
 * Steps that arrive while a transaction runs share the next one, so a flood of attempts takes one connection of the database.
 *
 * @param limitsLoopback whether clients on loopback are limited by their address alone; see LIMIT_LOOPBACK
 */
export function createSignInAttempts(
  store: AttemptStore,
  clock: Clock,
  limitsLoopback: boolean,
): SignInAttempts {
  const commits = createGroupCommit<Step[]>({
    open: () => [],
    hasRoom: (steps) => steps.length < MAX_STEPS,
    write: (steps) => {
      const nowMs = clock.nowMs();
      return store.transact(scopeOf(steps), nowMs, (ledger) => {
        for (const { run } of steps) run(ledger, nowMs);
      });
    },
  });
  const perform = async (guest: Guest, run: Step['run']): Promise<void> => {
    await commits.append((steps) => steps.push({ guest, run }));
  };
  const guestOf = (email: string, address: string | null): Guest => {
    const limitsNetwork = address !== null && (limitsLoopback || !isLoopback(address));
    return { ...namesOf(email, address), limitsNetwork };
  };
  return {
    begin: async (email, address) => {
      const guest = guestOf(email, address);
      let begun = { waitMs: 0, isKnown: false };
      await perform(guest, (ledger, nowMs) => (begun = count(ledger, guest, nowMs)));
      const { waitMs, isKnown } = begun;
      if (waitMs > 0) throw rateLimited('Too many attempts to sign in have failed.', waitMs);
      const counted = countedBy(guest, isKnown);
      return {
        client: { isKnown, network: guest.network, account: guest.account },
        succeed: () =>
          perform(guest, (ledger) => {
            uncount(ledger, guest, counted);
            ledger.set(guest.keys.pair, null, 0);
            ledger.set(guest.keys.knownPair, null, 0);
            ledger.remember(guest);
          }),
        withdraw: () => perform(guest, (ledger) => uncount(ledger, guest, counted)),
      };
    },
    recognize: (email, address) => {
      const guest = guestOf(email, address);
      return perform(guest, (ledger) => ledger.remember(guest));
    },
  };
}

/** A hash has a fixed length and can be stored, whatever the e-mail address contains. */
function namesOf(email: string, address: string | null): Omit<Guest, 'limitsNetwork'> {
  const account = createHash('sha256').update(email).digest('base64url');
  const network = address === null ? 'unknown' : clientNetwork(address);
  const pair = `${account} ${network}`;
  const keys = {
    pair: `pair ${pair}`,
    knownPair: `known ${pair}`,
    account: `account ${account}`,
    network: `network ${network}`,
  };
  return { account, network, keys };
}

function scopeOf(steps: readonly Step[]) {
  const keys = new Set(steps.flatMap(({ guest }) => Object.values(guest.keys)));
  const pairs = new Map(
    steps.map(({ guest: { account, network, keys: own } }) => [own.pair, { account, network }]),
  );
  return { keys: [...keys], pairs: [...pairs.values()] };
}

const countedBy = ({ limitsNetwork }: Guest, isKnown: boolean): readonly CountedBy[] => {
  if (isKnown) return ['knownPair'];
  return limitsNetwork ? ['pair', 'account', 'network'] : ['pair', 'account'];
};

/** Counts an attempt under all its keys, or under none when one is blocked: then `waitMs` is not 0. */
function count(ledger: AttemptLedger, guest: Guest, nowMs: number): { waitMs: number; isKnown: boolean } {
  const isKnown = ledger.isKnown(guest);
  const counted = countedBy(guest, isKnown);
  const waitMs = Math.max(...counted.map((by) => waitMsOf(ledger.record(guest.keys[by]), nowMs)));
  if (waitMs > 0) return { waitMs, isKnown };
  for (const by of counted) {
    const key = guest.keys[by];
    write(ledger, by, key, afterAttempt(ledger.record(key), ATTEMPT_RULES[by], nowMs));
  }
  return { waitMs: 0, isKnown };
}

function uncount(ledger: AttemptLedger, guest: Guest, counted: readonly CountedBy[]): void {
  for (const by of counted) {
    const key = guest.keys[by];
    write(ledger, by, key, withoutAttempt(ledger.record(key), ATTEMPT_RULES[by]));
  }
}

function write(ledger: AttemptLedger, by: CountedBy, key: string, record: AttemptRecord | null): void {
  const { lastAtMs, blockedUntilMs } = record ?? { lastAtMs: 0, blockedUntilMs: 0 };
  ledger.set(key, record, Math.max(lastAtMs + ATTEMPT_RULES[by].forgetAfterMs, blockedUntilMs));
}
