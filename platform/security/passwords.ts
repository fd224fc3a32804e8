import { randomBytes, scrypt, timingSafeEqual } from 'node:crypto';
import { createFairQueue, QueueFull, type Place } from '../fair-queue/fair-queue.ts';
import { rateLimited } from '../graphql/errors.ts';
import { normalizeText } from './normalize-text.ts';

/** Cost of scrypt: 2 to the `logN` rounds over blocks of `r` times 128 bytes, `p` times. */
export interface PasswordCost {
  readonly logN: number;
  readonly r: number;
  readonly p: number;
}

/** One of the parameter sets that OWASP names as equally strong: it needs 16 MiB a hash. */
export const DEFAULT_PASSWORD_COST: PasswordCost = { logN: 14, r: 8, p: 5 };

/** Maximum length of a password in UTF-16 code units. */
export const MAX_PASSWORD_LENGTH = 128;

/** The client for whom a hash is computed. Clients wait in turn: by class, then by network, then by account. */
export interface HashClient {
  /** True for a client that has signed in to the account before; such clients wait apart from all others. */
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
}

export interface PasswordOptions {
  readonly cost: PasswordCost;
  /** Hashes that run at once. */
  readonly concurrency: number;
  /** Hashes that may wait for their turn, of known clients and of others each. */
  readonly maxWaiting: number;
}

const KEY_BYTES = 32;

export function createPasswords(options: PasswordOptions): Passwords {
  const limited = createHashQueue(options);
  const dummyHash = format(options.cost, randomBytes(16), randomBytes(KEY_BYTES));
  return {
    hash: async (password, client) => {
      const text = canonical(password);
      if (text === null) throw new RangeError(`a password has ${MAX_PASSWORD_LENGTH} characters at most`);
      return limited(client, async () => {
        const salt = randomBytes(16);
        return format(options.cost, salt, await derive(text, salt, options.cost));
      });
    },
    verify: async (password, stored, client) => {
      const text = canonical(password);
      if (text === null) return false;
      return limited(client, async () => {
        const { cost, salt, key } = readStored(stored ?? dummyHash);
        const matches = timingSafeEqual(await derive(text, salt, cost), key);
        return matches && stored !== null;
      });
    },
  };
}

/** The form in which passwords are compared: Unicode's compatibility form, so that every keyboard writes the same one. */
const canonical = (password: string): string | null => normalizeText(password, 'NFKC', MAX_PASSWORD_LENGTH);

function derive(canonicalPassword: string, salt: Uint8Array, { logN, r, p }: PasswordCost): Promise<Buffer> {
  const settings = { N: 2 ** logN, r, p, maxmem: 256 * 2 ** logN * r };
  return new Promise((resolve, reject) => {
    scrypt(canonicalPassword, salt, KEY_BYTES, settings, (error, key) =>
      error ? reject(error) : resolve(key),
    );
  });
}

const format = ({ logN, r, p }: PasswordCost, salt: Buffer, key: Buffer): string =>
  ['scrypt', logN, r, p, salt.toString('base64url'), key.toString('base64url')].join('$');

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

function createHashQueue({ concurrency, maxWaiting }: PasswordOptions) {
  const queue = createFairQueue({ concurrency, maxWaiting });
  return async <T>(client: HashClient, task: () => Promise<T>): Promise<T> => {
    try {
      return await queue.run(placeOf(client), task);
    } catch (error) {
      if (!(error instanceof QueueFull)) throw error;
      const waitMs = Math.ceil((queue.waiting * HASH_MS) / concurrency) + HASH_MS;
      throw rateLimited('Too many sign-ins are in progress.', waitMs);
    }
  };
}

const placeOf = ({ isKnown, network, account }: HashClient): Place => [
  isKnown ? 'known' : 'others',
  network ?? '',
  account,
];
