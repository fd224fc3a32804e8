import { request } from './http.ts';
import { dataOnly, withOperations, type Operations, type Requests } from './operations.ts';
import type { OnFieldErrors } from './result.ts';
import { createStreams } from './streams.ts';

/** Address of the graph and connection options. */
export interface ClientOptions {
  /** The graph's address, for example `http://127.0.0.1:4000/graphql`. Subscriptions use the same with `ws`. */
  readonly url: string;
  /** The caller's session token or API key, or a function that returns the current one. `setToken` changes it later. */
  readonly token?: string | (() => string | undefined);
  /** Default: the platform's `fetch`. */
  readonly fetch?: typeof fetch;
  /** WebSocket class, for platforms without one (Node before 22): for example that of the package `ws`. */
  readonly webSocketImpl?: unknown;
  /** Reconnection of subscriptions. Default: first pause 0.2 s, doubling up to 5 s, at most 20 attempts in a row. */
  readonly reconnect?: {
    readonly pauseMs?: number;
    readonly maxPauseMs?: number;
    readonly maxAttempts?: number;
  };
  /** Called with the errors of single fields where a method returns the data alone. Default: does nothing. */
  readonly onFieldErrors?: OnFieldErrors;
}

/**
 * A typed client of the graph. A method returns the data of its operation. A field that failed is null, and `onFieldErrors` gets
 * its error; an operation of which no root field has a result throws BrokerError.
 */
export type BrokerClient = Operations &
  Requests & {
    /** The same methods with the errors of single fields beside the data. They throw only when the graph refused to run. */
    readonly withErrors: Operations<'result'> & Requests<'result'>;
    /** Sets the token of later requests and sockets. An open socket takes it too, when it is one of the same user. */
    setToken(token: string | undefined): void;
    /** Closes the socket. */
    close(): Promise<void>;
  };

/** Creates a client. It opens no connection before the first call. */
export function createClient(options: ClientOptions): BrokerClient {
  let current = options.token;
  const token = (): string | undefined => (typeof current === 'function' ? current() : current);
  const http = { url: options.url, token, fetch: options.fetch ?? fetch };
  const streams = createStreams({
    url: options.url.replace(/^http/, 'ws'),
    token,
    webSocketImpl: options.webSocketImpl,
    pauseMs: options.reconnect?.pauseMs ?? 200,
    maxPauseMs: options.reconnect?.maxPauseMs ?? 5_000,
    maxAttempts: options.reconnect?.maxAttempts ?? 20,
  });
  const results: Requests<'result'> = {
    request: (document, variables) => request(http, document, variables),
    subscribe: (document, variables, signal) => streams.subscribe(document, variables, signal),
  };
  return {
    ...withOperations(dataOnly(results, options.onFieldErrors ?? (() => undefined))),
    withErrors: withOperations(results),
    setToken: (next) => {
      current = next;
      streams.renewToken();
    },
    close: () => streams.close(),
  };
}
