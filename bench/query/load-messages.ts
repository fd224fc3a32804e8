/** Requests for the client process to send. */
export interface QueryLoad {
  readonly url: string;
  readonly query: string;
  readonly variables: object;
  readonly requests: number;
  readonly connections: number;
}

export interface QueryRun {
  readonly wallMs: number;
  /** Answers with errors. */
  readonly failed: number;
}
