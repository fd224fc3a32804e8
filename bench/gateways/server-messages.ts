/** Addresses of the subgraphs. */
export type SubgraphUrls = Readonly<Record<'market' | 'assets', string>>;

/** How a server starts; each reads what it needs. */
export interface ServerStart {
  readonly kind: 'start';
  readonly urls: SubgraphUrls;
  readonly supergraphSdl: string;
  /** Text of a ready frame. */
  readonly ready: string;
}

/** Commands to a server's process. It answers each with `ServerAnswer`. */
export type ServerCommand =
  | ServerStart
  /** Changes the quotes of these tickers once: to a server without subgraphs. */
  | { readonly kind: 'change'; readonly tickers: readonly string[] }
  /** Collects garbage before it measures memory. */
  | { readonly kind: 'memory' }
  | { readonly kind: 'usage' };

export interface ServerAnswer {
  /** Port on 127.0.0.1. */
  readonly port: number;
  /** Processor time of the process so far. */
  readonly cpuMs: number;
  /** Bytes of heap and buffers, after `memory`. */
  readonly memoryBytes: number;
}
