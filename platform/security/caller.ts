/** The user whom the gateway has authenticated for a request. */
export interface Caller {
  readonly userId: string;
}

/** Signs and verifies the short-lived statements that carry a caller's identity between processes. */
export interface Statements {
  /** Signs that a request comes from this caller or, for calls between parts, from this service. Valid for a minute. */
  sign(subject: Caller | { readonly service: string }): string;
  /** Returns the subject of a statement; null when the statement is forged, malformed or expired. */
  verify(statement: string): Caller | { readonly service: string } | null;
}
