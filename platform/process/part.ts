/** A dependency as a part sees it now: what `/health/ready` shows. */
export interface Readiness {
  readonly name: string;
  readonly ready: boolean;
  /** Why not, for an operator. */
  readonly detail?: string;
}

/** A started part of the system. Every part is a plain function `start(dependencies): Promise<Part>`. */
export interface Part {
  readonly name: string;
  /** True dependencies, asked now. */
  readiness(): Promise<readonly Readiness[]>;
  /** Takes no more work, finishes or hands back what it has, and closes what it opened. Safe to call once. */
  stop(): Promise<void>;
}

/** Ends a running consumer, subscription or timer; resolves when it has come to rest. */
export type Stop = () => Promise<void>;
