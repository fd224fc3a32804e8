import { within, type Clock } from './clock.ts';
import { TokenLate } from './errors.ts';

/**
 * A session token or API key, or a function that gives one. The function is called before each request and each opened socket,
 * and again with the token that the graph has refused when that has expired: then it gives a new one.
 */
export type TokenSource =
  string | undefined | ((refused?: string) => string | undefined | Promise<string | undefined>);

/** How long a function may take to give a token. */
export interface TokenSettings {
  readonly clock: Clock;
  readonly timeoutMs: number;
}

/** The caller's token. A function that gives none in time fails with TokenLate. */
export interface Tokens {
  current(): Promise<string | undefined>;
  /** A token other than the refused one; undefined when there is none. */
  renewed(refused: string | undefined): Promise<string | undefined>;
  set(source: TokenSource): void;
}

export function createTokens(source: TokenSource, { clock, timeoutMs }: TokenSettings): Tokens {
  let given = source;
  /** Renewals that run: all requests that the graph refuses at once share one. */
  const renewals = new Map<string | undefined, Promise<string | undefined>>();
  const ask = async (refused?: string): Promise<string | undefined> => {
    if (typeof given !== 'function') return given;
    return within(clock, timeoutMs, Promise.resolve(given(refused)), () => new TokenLate(timeoutMs));
  };
  const renew = async (refused: string | undefined): Promise<string | undefined> => {
    const token = await ask(refused);
    return token === refused ? undefined : token;
  };
  return {
    current: () => ask(),
    renewed: (refused) => {
      const running = renewals.get(refused) ?? renew(refused).finally(() => renewals.delete(refused));
      renewals.set(refused, running);
      return running;
    },
    set: (next) => {
      given = next;
    },
  };
}
