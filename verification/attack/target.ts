/** Addresses and settings of the broker under attack. */
export interface Target {
  /** Address of the graph, over HTTP. */
  readonly graph: string;
  /** Base URLs of the subgraphs' ports, by name. Empty in the embedded profile, where subgraphs have no port. */
  readonly subgraphs: Readonly<Record<string, string>>;
  /** Whether the broker limits callers on loopback by address, as it does callers from elsewhere. */
  readonly limitsLoopback: boolean;
  /** Whether its rates are so low that a flood of seconds exceeds them. */
  readonly hasLowRates: boolean;
  /** Largest age of a session, from sign-in; null when the broker's setting is not known. */
  readonly sessionMaxAgeSeconds: number | null;
}
