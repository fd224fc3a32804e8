/** The first command after which the candidate differs from the reference. */
export interface Difference<Command> {
  /** Index of the command, from 0. */
  readonly at: number;
  readonly command: Command;
  readonly expected: unknown;
  readonly actual: unknown;
}

export interface Comparison<Command> {
  /** Compared commands. */
  readonly commands: number;
  /** Number of events by type, with the rule or the reason if the event has one. */
  readonly events: Readonly<Record<string, number>>;
  /** SHA-256 of all events, and of the last state. */
  readonly eventsHash: string;
  readonly stateHash: string;
  readonly difference: Difference<Command> | null;
}
