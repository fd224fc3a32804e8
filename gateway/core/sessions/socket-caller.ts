import type { GraphQLFormattedError } from 'graphql';
import type { Alarm, Clock } from '#platform/time/clock.ts';
import type { Caller } from '../hooks.ts';

/** The caller of a socket, whose token a newer one of the same user may replace. */
export interface SocketCaller {
  /** Null for an anonymous client. Stays the same object: it speaks for the newest token. */
  readonly caller: Caller | null;
  /** Takes the caller of `connection_init`. */
  set(caller: Caller | null): void;
  /** Replaces the token. False when it is not one of the same user. */
  renew(caller: Caller): boolean;
  /** Calls back once, when the newest token has expired or was revoked. Returns the function that cancels it. */
  onEnd(callback: (error: GraphQLFormattedError) => void): () => void;
}

const EXPIRED: GraphQLFormattedError = {
  message: 'The token has expired. Connect again with a new one.',
  extensions: { code: 'UNAUTHENTICATED' },
};

const REVOKED: GraphQLFormattedError = {
  message: 'The session or API key was revoked. Connect again with a new one.',
  extensions: { code: 'UNAUTHENTICATED' },
};

export function createSocketCaller(wallClock: Clock): SocketCaller {
  const callbacks = new Set<(error: GraphQLFormattedError) => void>();
  let newest: Caller | null = null;
  let spokesman: Caller | null = null;
  let alarm: Alarm | undefined;
  let stopWatching = (): void => undefined;
  const end = (error: GraphQLFormattedError): void => {
    const ended = [...callbacks];
    callbacks.clear();
    for (const callback of ended) callback(error);
  };
  /** Watches the newest token while streams depend on it. */
  const watch = (): void => {
    alarm?.cancel();
    stopWatching();
    stopWatching = () => undefined;
    if (callbacks.size === 0 || newest === null) return;
    stopWatching = newest.onRevoked(() => end(REVOKED));
    if (newest.expiresAtMs !== null) alarm = wallClock.at(newest.expiresAtMs, () => end(EXPIRED));
  };
  return {
    get caller() {
      return spokesman;
    },
    set: (caller) => {
      newest = caller;
      spokesman = caller && speakFor(() => newest ?? caller);
    },
    renew: (caller) => {
      if (caller.subject === null || caller.subject !== newest?.subject) return false;
      newest = caller;
      watch();
      return true;
    },
    onEnd: (callback) => {
      callbacks.add(callback);
      watch();
      return () => {
        if (callbacks.delete(callback) && callbacks.size === 0) watch();
      };
    },
  };
}

const speakFor = (newest: () => Caller): Caller => ({
  get expiresAtMs() {
    return newest().expiresAtMs;
  },
  get subject() {
    return newest().subject;
  },
  get apiKey() {
    return newest().apiKey;
  },
  get scopes() {
    return newest().scopes;
  },
  isValid: () => newest().isValid(),
  onRevoked: (callback) => newest().onRevoked(callback),
  statement: (address) => newest().statement(address),
});
