/** The readiness of one dependency of a part, as `/health/ready` shows it. */
export interface Readiness {
  readonly name: string;
  readonly ready: boolean;
  /** The reason when it is not ready, for an operator. */
  readonly detail?: string;
}

/** A started part of the system. Every part is a plain function `start(dependencies): Promise<Part>`. */
export interface Part {
  readonly name: string;
  /** Checks the dependencies now. */
  readiness(): Promise<readonly Readiness[]>;
  /** Takes no more work, finishes or returns the work in hand, and closes what it opened. Call it once. */
  stop(): Promise<void>;
}

/** Ends a running consumer, subscription or timer; resolves when it has ended. */
export type Stop = () => Promise<void>;
