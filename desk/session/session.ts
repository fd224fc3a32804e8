import { isRecord, readStored } from '../state/stored.ts';
import type { Browser } from '../state/browser.ts';
import { createStore, type Store } from '../state/store.ts';

/** A signed-in user and the account on the screen. */
export interface Session {
  readonly token: string;
  readonly expiresAt: string;
  readonly userId: string;
  readonly email: string;
  readonly name: string;
  readonly accountId: string;
}

/** The graph's answer to a sign-up, a sign-in and a renewal. */
export interface GraphSession {
  readonly token: string;
  readonly expiresAt: string;
  readonly user: {
    readonly id: string;
    readonly email: string;
    readonly name: string;
    readonly accounts: readonly { readonly id: string }[] | null;
  };
}

/** Whose session the broker has ended: a user signs in again; to a demonstration account nobody comes back. */
export type EndedSession = 'user' | 'demonstration';

export const SESSION_KEY = 'desk:session';

/**
 * The session that the browser keeps, shared with its other windows. The token is in the browser's storage: the page's policy runs
 * no script but the desk's own file, and no value reaches the page as HTML.
 */
export function createSessionStore({ storage }: Browser): Store<Session | null> {
  const store = createStore(readStored(storage, SESSION_KEY, readSession));
  store.subscribe(() => {
    const session = store.get();
    try {
      if (session) storage?.setItem(SESSION_KEY, JSON.stringify(session));
      else storage?.removeItem(SESSION_KEY);
    } catch {
      // The storage is full or forbidden: the session lasts as long as the page.
    }
  });
  return store;
}

/** The session of a kept text; null when there is none. Another window may have ended or renewed it. */
export const readKeptSession = (text: string | null): Session | null => {
  try {
    return text === null ? null : readSession(JSON.parse(text));
  } catch {
    return null;
  }
};

const FIELDS = ['token', 'expiresAt', 'userId', 'email', 'name', 'accountId'] as const;

const readSession = (parsed: unknown): Session | null =>
  isRecord(parsed) && FIELDS.every((field) => typeof parsed[field] === 'string')
    ? (parsed as unknown as Session)
    : null;

/** @param accountId the account that was on the screen; the user's first one when it is none of the user's */
export function sessionOf({ token, expiresAt, user }: GraphSession, accountId?: string): Session {
  const accounts = user.accounts ?? [];
  const shown = accounts.find(({ id }) => id === accountId) ?? accounts[0];
  return {
    token,
    expiresAt,
    userId: user.id,
    email: user.email,
    name: user.name,
    accountId: shown?.id ?? '',
  };
}
