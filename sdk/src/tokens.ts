/**
 * A session token or API key, or a function that gives one. The function is called before each request and each opened socket,
 * and again with the token that the graph has refused when that has expired: then it gives a new one.
 */
export type TokenSource =
  string | undefined | ((refused?: string) => string | undefined | Promise<string | undefined>);

/** The caller's token. */
export interface Tokens {
  current(): Promise<string | undefined>;
  /** A token other than the refused one; undefined when there is none. */
  renewed(refused: string | undefined): Promise<string | undefined>;
  set(source: TokenSource): void;
}

export function createTokens(source: TokenSource): Tokens {
  let given = source;
  /** Renewals that run: all requests that the graph refuses at once share one. */
  const renewals = new Map<string | undefined, Promise<string | undefined>>();
  const ask = async (refused?: string): Promise<string | undefined> =>
    typeof given === 'function' ? given(refused) : given;
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
