export type SubgraphsCommand =
  | { readonly kind: 'start' | 'usage' }
  /** Changes the quotes of these tickers once. */
  | { readonly kind: 'change'; readonly tickers: readonly string[] };

export interface SubgraphsAnswer {
  /** Addresses of the subgraphs, after `start`. */
  readonly urls: Readonly<Record<'market' | 'assets', string>>;
  /** Processor time of the process so far. */
  readonly cpuMs: number;
}
