import { getOperationAST, OperationTypeNode } from 'graphql';
import type { TypedDocumentNode } from '@graphql-typed-document-node/core';
import * as documents from './generated/operations.ts';
import { request } from './http.ts';
import { createStreams } from './streams.ts';

/** Where the graph is and how to reach it. */
export interface ClientOptions {
  /** The graph's address, for example `http://127.0.0.1:4000/graphql`. Subscriptions use the same with `ws`. */
  readonly url: string;
  /** The caller's token, or how to get the newest one. `setToken` changes it later. */
  readonly token?: string | (() => string | undefined);
  /** Default: the platform's. */
  readonly fetch?: typeof fetch;
  /** Needed where the platform has no WebSocket (Node before 22): that of the package `ws`. */
  readonly webSocketImpl?: unknown;
  /** How subscriptions reconnect. Default: after 0.2 s, doubling up to 5 s, giving up after 20 attempts in a row. */
  readonly reconnect?: {
    readonly pauseMs?: number;
    readonly maxPauseMs?: number;
    readonly maxAttempts?: number;
  };
}

type Documents = typeof documents;
type MethodName<Key> = Key extends `${infer Name}Document` ? Uncapitalize<Name> : never;
/** Variables may be left out where none is required. */
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

/** A method for each operation of `sdk/operations`: queries and mutations answer once, streams are async iterables. */
export type Operations = {
  readonly [Key in keyof Documents as MethodName<Key>]: Method<Key, Documents[Key]>;
};

/** A typed client of the graph. */
export type BrokerClient = Operations & {
  /** The token of all requests, and of sockets opened, from now on. */
  setToken(token: string | undefined): void;
  /** Runs an operation of your own; typed when the document is. */
  request<Data, Variables extends object>(
    document: TypedDocumentNode<Data, Variables>,
    variables: Variables,
  ): Promise<Data>;
  /** Subscribes with a document of your own; see `streams.ts` for resumption. */
  subscribe<Data, Variables extends object>(
    document: TypedDocumentNode<Data, Variables>,
    variables: Variables,
    signal?: AbortSignal,
  ): AsyncGenerator<Data, void, undefined>;
  /** Closes the socket. */
  close(): Promise<void>;
};

/** Makes a client. Nothing is opened before the first call. */
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
