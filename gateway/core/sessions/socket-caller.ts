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

type OnEnd = (error: GraphQLFormattedError) => void;

/** A class: each of thousands of sockets has a caller. */
class RenewableCaller implements SocketCaller {
  readonly #wallClock: Clock;
  /** Null while no stream depends on the token. */
  #callbacks: Set<OnEnd> | null = null;
  #newest: Caller | null = null;
  #spokesman: Caller | null = null;
  #alarm: Alarm | null = null;
  #stopWatching: (() => void) | null = null;

  constructor(wallClock: Clock) {
    this.#wallClock = wallClock;
  }

  get caller(): Caller | null {
    return this.#spokesman;
  }

  set(caller: Caller | null): void {
    this.#newest = caller;
    this.#spokesman = caller && speakFor(() => this.#newest ?? caller);
  }

  renew(caller: Caller): boolean {
    if (caller.subject === null || caller.subject !== this.#newest?.subject) return false;
    this.#newest = caller;
    this.#watch();
    return true;
  }

  onEnd(callback: OnEnd): () => void {
    this.#callbacks ??= new Set();
    this.#callbacks.add(callback);
    this.#watch();
    return () => {
      if (!this.#callbacks?.delete(callback) || this.#callbacks.size > 0) return;
      this.#callbacks = null;
      this.#watch();
    };
  }

  /** Watches the newest token while streams depend on it. */
  #watch(): void {
    this.#alarm?.cancel();
    this.#stopWatching?.();
    this.#alarm = null;
    this.#stopWatching = null;
    if (this.#callbacks === null || this.#newest === null) return;
    const { expiresAtMs } = this.#newest;
    this.#stopWatching = this.#newest.onRevoked(() => this.#end(REVOKED));
    if (expiresAtMs !== null) this.#alarm = this.#wallClock.at(expiresAtMs, () => this.#end(EXPIRED));
  }

  #end(error: GraphQLFormattedError): void {
    const ended = [...(this.#callbacks ?? [])];
    this.#callbacks = null;
    for (const callback of ended) callback(error);
  }
}

export const createSocketCaller = (wallClock: Clock): SocketCaller => new RenewableCaller(wallClock);

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
