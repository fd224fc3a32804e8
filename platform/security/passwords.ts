import { randomBytes, timingSafeEqual } from 'node:crypto';
import { QueueFull } from '../fair-queue/fair-queue.ts';
import { rateLimited } from '../graphql/errors.ts';
import {
  createHashThreads,
  type Derivation,
  type HashThreadOptions,
  type HashThreads,
  type PasswordCost,
} from './hash-threads.ts';
import { normalizeText } from './normalize-text.ts';

/** One of the parameter sets that OWASP names as equally strong: it needs 16 MiB a hash. */
export const DEFAULT_PASSWORD_COST: PasswordCost = { logN: 14, r: 8, p: 5 };

/** Maximum length of a password in UTF-16 code units. */
export const MAX_PASSWORD_LENGTH = 128;

/** The client for whom a hash is computed. Clients wait in turn: by network, then by account. */
export interface HashClient {
  /** True for a client that has signed in to the account before; such clients have threads of their own. */
  readonly isKnown: boolean;
  /** Null when it is unknown. */
  readonly network: string | null;
  readonly account: string;
}

/**
 * Hashes and verifies passwords, a few at a time, so that sign-ins cannot take all threads and memory. Both reject with
 * RATE_LIMITED when too many wait.
 */
export interface Passwords {
  /** `scrypt$LOGN$R$P$SALT$KEY`, salt and key in base64url. Rejects with RangeError over 128 UTF-16 code units. */
  hash(password: string, client: HashClient): Promise<string>;
  /**
   * With `stored` null, false after the same work, so that the time does not reveal which users exist. False without any
   * work for a password over 128 UTF-16 code units, for every user.
   */
  verify(password: string, stored: string | null, client: HashClient): Promise<boolean>;
  stop(): Promise<void>;
}

export interface PasswordOptions {
  readonly cost: PasswordCost;
  /** Hashes that run at once, of known clients and of others each. */
  readonly concurrency: number;
  /** Hashes that may wait for their turn, of known clients and of others each. */
  readonly maxWaiting: number;
  /** By default threads of this process. */
  readonly createThreads?: (options: HashThreadOptions) => HashThreads;
}

const KEY_BYTES = 32;

/**
 * Niceness of the threads on Linux: the event loop and PostgreSQL come before every hash, and a user at a familiar network
 * before guesses and sign-ups.
 */
const KNOWN_NICENESS = 5;
const OTHERS_NICENESS = 10;

export function createPasswords(options: PasswordOptions): Passwords {
  const { cost, concurrency, maxWaiting, createThreads = createHashThreads } = options;
  const known = createThreads({ threads: concurrency, maxWaiting, niceness: KNOWN_NICENESS });
  const others = createThreads({ threads: concurrency, maxWaiting, niceness: OTHERS_NICENESS });
  const dummyHash = format(cost, randomBytes(16), randomBytes(KEY_BYTES));
  const derive = async (
    derivation: Omit<Derivation, 'keyBytes'>,
    client: HashClient,
  ): Promise<Uint8Array> => {
    const threads = client.isKnown ? known : others;
    try {
      return await threads.derive([client.network ?? '', client.account], {
        ...derivation,
        keyBytes: KEY_BYTES,
      });
    } catch (error) {
      if (!(error instanceof QueueFull)) throw error;
      const waitMs = Math.ceil((threads.waiting * HASH_MS) / concurrency) + HASH_MS;
      throw rateLimited('Too many sign-ins are in progress.', waitMs);
    }
  };
  return {
    hash: async (password, client) => {
      const text = canonical(password);
      if (text === null) throw new RangeError(`a password has ${MAX_PASSWORD_LENGTH} characters at most`);
      const salt = randomBytes(16);
      return format(cost, salt, await derive({ password: text, salt, cost }, client));
    },
    verify: async (password, stored, client) => {
      const text = canonical(password);
      if (text === null) return false;
      const { key, ...input } = readStored(stored ?? dummyHash);
      const matches = timingSafeEqual(await derive({ password: text, ...input }, client), key);
      return matches && stored !== null;
    },
    stop: async () => {
      await Promise.all([known.stop(), others.stop()]);
    },
  };
}

/** True for two texts that are one password. */
export const isSamePassword = (one: string, other: string): boolean => canonical(one) === canonical(other);

/** The form in which passwords are compared: Unicode's compatibility form, so that every keyboard writes the same one. */
const canonical = (password: string): string | null => normalizeText(password, 'NFKC', MAX_PASSWORD_LENGTH);

const format = ({ logN, r, p }: PasswordCost, salt: Buffer, key: Uint8Array): string =>
  ['scrypt', logN, r, p, salt.toString('base64url'), Buffer.from(key).toString('base64url')].join('$');

function readStored(stored: string): { cost: PasswordCost; salt: Buffer; key: Buffer } {
  const [name, logN, r, p, salt, key] = stored.split('$');
  if (name !== 'scrypt' || !salt || !key) throw new Error('a stored password hash is malformed');
  return {
    cost: { logN: Number(logN), r: Number(r), p: Number(p) },
    salt: Buffer.from(salt, 'base64url'),
    key: Buffer.from(key, 'base64url'),
  };
}

/** An estimate, for the time after which a refused client tries again. */
const HASH_MS = 250;
