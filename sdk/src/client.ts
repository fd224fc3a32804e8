import { getOperationAST, OperationTypeNode } from 'graphql';
import type { TypedDocumentNode } from '@graphql-typed-document-node/core';
import * as documents from './generated/operations.ts';
import { request } from './http.ts';
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
}

type Documents = typeof documents;
type MethodName<Key> = Key extends `${infer Name}Document` ? Uncapitalize<Name> : never;
/** Variables are optional when none is required. */
type Arguments<Variables, Rest extends unknown[]> =
  Record<string, never> extends Variables
    ? [variables?: Variables, ...Rest]
    : [variables: Variables, ...Rest];
type Method<Key, Document> =
  Document extends TypedDocumentNode<infer Data, infer Variables>
    ? Key extends `${string}StreamDocument`
      ? (...args: Arguments<Variables, [signal?: AbortSignal]>) => AsyncGenerator<Data, void, undefined>
      : (...args: Arguments<Variables, []>) => Promise<Data>
    : never;

/** A method for each operation of `sdk/operations`: queries and mutations return a promise, streams an async iterable. */
export type Operations = {
  readonly [Key in keyof Documents as MethodName<Key>]: Method<Key, Documents[Key]>;
};

/** A typed client of the graph. */
export type BrokerClient = Operations & {
  /** Sets the token of later requests and of sockets opened later. */
  setToken(token: string | undefined): void;
  /** Runs your own operation; the result is typed when the document is. */
  request<Data, Variables extends object>(
    document: TypedDocumentNode<Data, Variables>,
    variables: Variables,
  ): Promise<Data>;
  /** Subscribes with your own document; see `streams.ts` for resumption. */
  subscribe<Data, Variables extends object>(
    document: TypedDocumentNode<Data, Variables>,
    variables: Variables,
    signal?: AbortSignal,
  ): AsyncGenerator<Data, void, undefined>;
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
  const operations = Object.entries(documents)
    .filter(([name]) => name.endsWith('Document'))
    .map(([name, value]) => {
      const document = value as unknown as TypedDocumentNode<unknown, object>;
      const method = name.charAt(0).toLowerCase() + name.slice(1, -'Document'.length);
      const isStream = getOperationAST(document)?.operation === OperationTypeNode.SUBSCRIPTION;
      const call = isStream
        ? (variables: object = {}, signal?: AbortSignal) => streams.subscribe(document, variables, signal)
        : (variables: object = {}) => request(http, document, variables);
      return [method, call] as const;
    });
  return {
    ...(Object.fromEntries(operations) as unknown as Operations),
    setToken: (next) => {
      current = next;
    },
    request: (document, variables) => request(http, document, variables),
    subscribe: (document, variables, signal) => streams.subscribe(document, variables, signal),
    close: () => streams.close(),
  };
}
