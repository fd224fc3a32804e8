export interface SubgraphsCommand {
  readonly kind: 'start' | 'usage';
}

export interface SubgraphsAnswer {
  /** Addresses by name, after `start`. */
  readonly urls: Readonly<Record<string, string>>;
  /** Processor time of the process so far. */
  readonly cpuMs: number;
}
