import { unlessAborted } from './clock.ts';
import { ConnectionError, isUnauthenticated } from './errors.ts';
import { send } from './http.ts';
import { dataOnly, type Requests } from './operations.ts';
import { thisPlatform, type Platform, type WebSocketClass } from './platform.ts';
import { repeated } from './repeat.ts';
import { hasNoResult, NoResult, type OnFieldErrors, type Result } from './result.ts';
import { createConnection } from './socket/connection.ts';
import type { ConnectionStatus } from './socket/status.ts';
import { createStreams } from './streams/streams.ts';
import { createTokens, type TokenSource, type Tokens } from './tokens.ts';

/** Address of the graph and connection options. */
export interface ClientOptions {
  /** The graph's address, for example `http://127.0.0.1:4000/graphql`. Subscriptions use the same with `ws`. */
  readonly url: string;
  /** The caller's session token or API key, or a function that gives one. `setToken` changes it later. */
  readonly token?: TokenSource;
  /** Default: the platform's `fetch`. */
  readonly fetch?: typeof fetch;
  /** WebSocket class, for platforms without one (Node before 22): that of the package `ws`. */
  readonly webSocket?: WebSocketClass;
  /** Time for an answer over HTTP, and for a function `token`. Default: 30 s. */
  readonly timeoutMs?: number;
  /** Pauses before a lost socket is opened again, without end. Default: 0.2 s, doubling up to 10 s, with jitter. */
  readonly reconnect?: { readonly pauseMs?: number; readonly maxPauseMs?: number };
  /**
   * Requests that are safe to repeat (queries, mutations under a client id, all that RATE_LIMITED refused) are repeated after
   * errors that pass. Default: 3 times, unless the graph asks to wait for more than 10 s. `{ retries: 0 }` repeats nothing.
   */
  readonly repeat?: { readonly retries?: number; readonly maxWaitMs?: number };
  /** Called with the errors of single fields where a method returns the data alone. Default: does nothing. */
  readonly onFieldErrors?: OnFieldErrors;
  /** Clock, random numbers and signals of the page. Tests pass their own. */
  readonly platform?: Partial<Platform>;
}

/** A client without the generated operations: bundlers keep only the documents that a program passes to it. */
export type CoreClient = Requests & {
  /** The same with the errors of single fields beside the data. They throw only when the graph refused to run. */
  readonly withErrors: Requests<'result'>;
  /** State of the connection that the streams share. */
  readonly connection: ConnectionStatus;
  /** Sets the caller of later requests, and of the streams that run: they move to a socket of the new caller and go on there. */
  setToken(token: TokenSource): void;
  /** Ends all streams and closes the socket. Requests go on; a later call works, and opens what it needs. */
  close(): Promise<void>;
};

/** Creates a client without methods for the generated operations. It opens no connection before the first call. */
export function createCoreClient(options: ClientOptions): CoreClient {
  const platform = { ...thisPlatform(), ...options.platform };
  const { clock, random, onWake, onNetworkLost } = platform;
  const timeoutMs = options.timeoutMs ?? 30_000;
  const tokens = createTokens(options.token, { clock, timeoutMs });
  const backoff = {
    pauseMs: options.reconnect?.pauseMs ?? 200,
    maxPauseMs: options.reconnect?.maxPauseMs ?? 10_000,
    random,
  };
  const connection = createConnection({
    url: options.url.replace(/^http/, 'ws'),
    webSocket: options.webSocket ?? platform.webSocket,
    ...{ tokens, clock, onWake, onNetworkLost, ...backoff },
    openMs: 10_000,
    silenceMs: 3_000,
    doubtMs: 2_000,
    answerMs: 10_000,
  });
  const streams = createStreams({ connection, clock, ...backoff });
  const results: Requests<'result'> = {
    request: createRequest({ ...options, timeoutMs }, platform, tokens),
    subscribe: (document, variables, given) => {
      if (!options.webSocket && !platform.webSocket) throw new ConnectionError(NO_WEB_SOCKET);
      return streams.subscribe(document, variables, given);
    },
  };
  return {
    ...dataOnly(results, options.onFieldErrors ?? (() => undefined)),
    withErrors: results,
    connection: connection.status,
    setToken: (next) => {
      tokens.set(next);
      connection.tokenChanged();
    },
    close: async () => {
      streams.close();
      connection.close();
    },
  };
}

const NO_WEB_SOCKET =
  "this platform has no WebSocket: pass `webSocket`, for example that of the package 'ws' (Node 22 has one)";

function createRequest(
  options: ClientOptions & { readonly timeoutMs: number },
  platform: Platform,
  tokens: Tokens,
): Requests<'result'>['request'] {
  const { clock, random } = platform;
  const http = {
    url: options.url,
    fetch: options.fetch ?? platform.fetch,
    clock,
    timeoutMs: options.timeoutMs,
  };
  const repeat = {
    ...{ clock, random, pauseMs: 200, maxPauseMs: 5_000 },
    retries: options.repeat?.retries ?? 3,
    maxWaitMs: options.repeat?.maxWaitMs ?? 10_000,
  };
  return <Data>(
    query: string,
    variables: object,
    { signal }: { readonly signal?: AbortSignal | undefined } = {},
  ) => {
    const request = { query, variables, signal };
    const run = async (token: string | undefined): Promise<Result<Data>> => {
      const result = await send<Data>(http, { ...request, token });
      if (hasNoResult(result)) throw new NoResult(result);
      return result;
    };
    const attempt = async (): Promise<Result<Data>> => {
      const token = await unlessAborted(tokens.current(), signal);
      try {
        return await run(token);
      } catch (error) {
        // The graph has not run the operation: with a newer token it does.
        const newer = isUnauthenticated(error)
          ? await unlessAborted(tokens.renewed(token), signal)
          : undefined;
        if (newer === undefined) throw error;
        return await run(newer);
      }
    };
    return repeated(repeat, request, attempt).catch((error: unknown) => {
      if (error instanceof NoResult) return error.result;
      throw error;
    });
  };
}
