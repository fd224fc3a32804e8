import { createHash } from 'node:crypto';
import { rateLimited } from '#platform/graphql/errors.ts';
import { clientNetwork, isLoopback } from '#platform/http/client-address.ts';
import type { HashClient } from '#platform/security/passwords.ts';
import type { Clock } from '#platform/time/clock.ts';
import type { AttemptChange, AttemptStore } from '../store/attempts.ts';
import {
  afterAttempt,
  ATTEMPT_RULES,
  waitMsOf,
  withoutAttempt,
  type AttemptRecord,
  type AttemptScope,
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

/** A key under which an attempt counts. */
interface Counted {
  readonly scope: AttemptScope;
  readonly key: string;
}

/** @param limitsLoopback whether clients on loopback are limited by their address alone; see LIMIT_LOOPBACK */
export function createSignInAttempts(
  store: AttemptStore,
  clock: Clock,
  limitsLoopback: boolean,
): SignInAttempts {
  return {
    begin: async (email, address) => {
      const { account, network } = namesOf(email, address);
      const isKnown = await store.isKnown(account, network);
      const limitsNetwork = address !== null && (limitsLoopback || !isLoopback(address));
      const counted = countedKeys({ account, network, isKnown, limitsNetwork });
      const waitMs = await count(store, counted, clock.nowMs());
      if (waitMs > 0) throw rateLimited('Too many attempts to sign in have failed.', waitMs);
      return {
        client: { isKnown, network, account },
        succeed: async () => {
          await uncount(store, counted, clock.nowMs(), (scope) => scope === 'pair' || scope === 'knownPair');
          await store.remember(account, network, clock.nowMs());
        },
        withdraw: () => uncount(store, counted, clock.nowMs(), () => false),
      };
    },
    recognize: (email, address) => {
      const { account, network } = namesOf(email, address);
      return store.remember(account, network, clock.nowMs());
    },
  };
}

/** The names of account and network in keys. A hash has a fixed length and can be stored, whatever the address contains. */
const namesOf = (email: string, address: string | null) => ({
  account: createHash('sha256').update(email).digest('base64url'),
  network: address === null ? 'unknown' : clientNetwork(address),
});

function countedKeys(attempt: {
  readonly account: string;
  readonly network: string;
  readonly isKnown: boolean;
  readonly limitsNetwork: boolean;
}): readonly Counted[] {
  const { account, network, isKnown, limitsNetwork } = attempt;
  const counted = (scope: AttemptScope, ...parts: string[]): Counted => ({
    scope,
    key: `${scope}:${parts.join(':')}`,
  });
  if (isKnown) return [counted('knownPair', account, network)];
  return [
    counted('account', account),
    ...(limitsNetwork ? [counted('network', network)] : []),
    counted('pair', account, network),
  ];
}

/** Counts an attempt under all keys, or under none when one is blocked. Returns the time to wait. */
function count(store: AttemptStore, counted: readonly Counted[], nowMs: number): Promise<number> {
  const keys = counted.map(({ key }) => key);
  return store.change(keys, nowMs, (records) => {
    const waitMs = Math.max(...records.map((record) => waitMsOf(record, nowMs)));
    if (waitMs > 0) return { result: waitMs, changes: [] };
    const changes = counted.map(({ scope, key }, index) =>
      changeOf(scope, key, afterAttempt(records[index] ?? null, ATTEMPT_RULES[scope], nowMs)),
    );
    return { result: 0, changes };
  });
}

/** Takes an attempt back; `clears` chooses the scopes whose other attempts are forgotten too. */
async function uncount(
  store: AttemptStore,
  counted: readonly Counted[],
  nowMs: number,
  clears: (scope: AttemptScope) => boolean,
): Promise<void> {
  const keys = counted.map(({ key }) => key);
  await store.change(keys, nowMs, (records) => ({
    result: null,
    changes: counted.map(({ scope, key }, index) => {
      const record = clears(scope) ? null : withoutAttempt(records[index] ?? null, ATTEMPT_RULES[scope]);
      return changeOf(scope, key, record);
    }),
  }));
}

function changeOf(scope: AttemptScope, key: string, record: AttemptRecord | null): AttemptChange {
  const { lastAtMs, blockedUntilMs } = record ?? { lastAtMs: 0, blockedUntilMs: 0 };
  const expiresAtMs = Math.max(lastAtMs + ATTEMPT_RULES[scope].forgetAfterMs, blockedUntilMs);
  return { key, record, expiresAtMs };
}
