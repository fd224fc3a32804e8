/** Who is calling, as the gateway has found out. */
export interface Caller {
  readonly userId: string;
}

/** Signs and verifies the short-lived statements by which a caller's identity travels between processes. */
export interface Statements {
  /** A statement that this caller (or, for calls between parts, this service) is behind a request; valid for a minute. */
  sign(subject: Caller | { readonly service: string }): string;
  /** Who a statement speaks of; null when it is forged, malformed or expired. */
  verify(statement: string): Caller | { readonly service: string } | null;
}
