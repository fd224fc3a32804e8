import { print } from 'graphql';
import { createClient, type Client } from 'graphql-ws';
import type { TypedDocumentNode } from '@graphql-typed-document-node/core';
import { BrokerError, ConnectionError, type GraphError } from './errors.ts';
import { hasNoResult, readResponse, type GraphResponse, type Result } from './result.ts';

/** Settings of subscriptions to the graph. */
export interface StreamSettings {
  readonly url: string;
  readonly token: () => string | undefined;
  readonly webSocketImpl: unknown;
  /** Pause before the first attempt to reconnect; it doubles up to `maxPauseMs`. */
  readonly pauseMs: number;
  readonly maxPauseMs: number;
  /** Attempts in a row without an event before the stream gives up with ConnectionError. */
  readonly maxAttempts: number;
}

/** Subscriptions over one socket, which opens with the first subscription and closes after the last. */
export interface Streams {
  subscribe<Data, Variables extends object>(
    document: TypedDocumentNode<Data, Variables>,
    variables: Variables,
    signal?: AbortSignal,
  ): AsyncGenerator<Result<Data>, void, undefined>;
  /** Sends the newest token on the open socket, so that its private streams live until that one expires. */
  renewToken(): void;
  close(): Promise<void>;
}

/** Codes of transient errors: the stream resumes from the last cursor. */
const TRANSIENT = new Set([
  'SERVICE_UNAVAILABLE',
  'SLOW_CONSUMER',
  'SUBSCRIPTION_SCHEMA_RELOAD',
  'RATE_LIMITED',
]);

/** The part of a WebSocket that renews the token. */
interface Socket {
  send(text: string): void;
}

export function createStreams(settings: StreamSettings): Streams {
  let opened: Client | undefined;
  let socket: Socket | undefined;
  const open = (): Client =>
    (opened ??= openClient(settings, (connected) => {
      socket = connected;
    }));
  return {
    subscribe: (document, variables, signal) => resume(open(), settings, document, variables, signal),
    renewToken: () => {
      const token = settings.token();
      if (token === undefined) return;
      socket?.send(JSON.stringify({ type: 'ping', payload: { authorization: `Bearer ${token}` } }));
    },
    close: async () => opened?.dispose(),
  };
}

/** Opened with the first subscription, so that clients that only query need no WebSocket. */
function openClient(settings: StreamSettings, onSocket: (socket: Socket | undefined) => void): Client {
  if (settings.webSocketImpl === undefined && !('WebSocket' in globalThis)) {
    throw new ConnectionError(
      "this platform has no WebSocket: pass `webSocketImpl`, for example that of the package 'ws'",
    );
  }
  return createClient({
    url: settings.url,
    webSocketImpl: settings.webSocketImpl,
    lazy: true,
    on: { connected: (socket) => onSocket(socket as Socket), closed: () => onSocket(undefined) },
    // `resume` reconnects: graphql-ws would repeat the first payload, and so the first cursor.
    retryAttempts: 0,
    connectionParams: () => {
      const token = settings.token();
      return token === undefined ? {} : { authorization: `Bearer ${token}` };
    },
  });
}

/**
 * Yields events until the stream completes or `signal` aborts. Reconnects when the connection breaks; a subscription with
 * a variable `after` resumes from the last event's cursor, without lost or repeated events. An event of which errors have
 * emptied some fields is an event; without its root field it is a failure of the stream.
 */
async function* resume<Data, Variables extends object>(
  client: Client,
  settings: StreamSettings,
  document: TypedDocumentNode<Data, Variables>,
  first: Variables,
  signal: AbortSignal | undefined,
): AsyncGenerator<Result<Data>, void, undefined> {
  const query = print(document);
  const resumable = /\$after\s*:/.test(query);
  let variables: object = first;
  let attempts = 0;
  while (!signal?.aborted) {
    let leastPauseMs: number;
    const events = client.iterate<Data>({ query, variables: variables as Record<string, unknown> });
    const stop = (): void => void events.return?.();
    signal?.addEventListener('abort', stop, { once: true });
    try {
      for await (const event of events) {
        const result = readResponse(event as GraphResponse<Data>);
        if (hasNoResult(result)) throw new BrokerError(result.errors);
        attempts = 0;
        const cursor = resumable ? cursorOf(result.data) : undefined;
        if (cursor !== undefined) variables = { ...variables, after: cursor };
        yield result;
      }
      return;
    } catch (error) {
      const failure = asFailure(error);
      if (!isTransient(failure) || ++attempts > settings.maxAttempts) throw failure;
      leastPauseMs = failure instanceof BrokerError ? (failure.retryAfterMs ?? 0) : 0;
    } finally {
      signal?.removeEventListener('abort', stop);
      stop();
    }
    const backoffMs = Math.min(settings.pauseMs * 2 ** (attempts - 1), settings.maxPauseMs);
    await pause(Math.max(backoffMs, leastPauseMs), signal);
  }
}

/** Cursor of an event's only root field. */
function cursorOf(data: unknown): string | undefined {
  const root: unknown = Object.values(data ?? {})[0];
  const cursor: unknown = (root as { cursor?: unknown } | null | undefined)?.cursor;
  return typeof cursor === 'string' ? cursor : undefined;
}

/** graphql-ws rejects with a list of errors, or with the socket's close event. */
function asFailure(error: unknown): BrokerError | ConnectionError {
  if (error instanceof BrokerError) return error;
  if (Array.isArray(error)) return new BrokerError(error as GraphError[]);
  const { code, reason } = (error ?? {}) as { code?: number; reason?: string };
  if (code === 4403 || code === 4401) {
    return new BrokerError([{ message: reason ?? 'Forbidden', extensions: { code: 'UNAUTHENTICATED' } }]);
  }
  return new ConnectionError(`the socket closed (${code ?? 'no code'} ${reason ?? ''})`.trim(), {
    cause: error,
  });
}

const isTransient = (failure: BrokerError | ConnectionError): boolean =>
  failure instanceof ConnectionError || TRANSIENT.has(failure.code ?? '');

const pause = (pauseMs: number, signal: AbortSignal | undefined): Promise<void> =>
  new Promise((resolve) => {
    const timer = setTimeout(resolve, pauseMs);
    signal?.addEventListener('abort', () => (clearTimeout(timer), resolve()), { once: true });
  });
