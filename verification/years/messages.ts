/** Moves the clock of the broker on. */
export interface ToBroker {
  readonly stepMs: number;
}

export type FromBroker =
  | { readonly kind: 'ready'; readonly graph: string }
  /** The clock shows the time of the last step, and its alarms have rung. */
  | { readonly kind: 'stepped' };
