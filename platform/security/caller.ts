/** The user whom the gateway has authenticated for a request. */
export interface Caller {
  readonly userId: string;
  /** The rights of the caller's credential, by the names of `@requiresScopes`. */
  readonly scopes: readonly string[];
  /** The session of the caller's token; null for an API key. */
  readonly sessionId: string | null;
}

/** A client of the gateway, as a statement carries it. */
export interface StatedClient extends Omit<Caller, 'userId'> {
  /** Null for an anonymous client. */
  readonly userId: string | null;
  /** Network address; null when it is unknown. */
  readonly address: string | null;
}

export type SignedClient = Pick<StatedClient, 'userId'> & Partial<StatedClient>;

/** Signs and verifies the short-lived statements that carry a client's identity and address between processes. */
export interface Statements {
  /**
   * Signs that a request comes from this client. Valid for a minute. A client without `address` is unknown, and one without
   * `scopes` has no rights.
   */
  sign(client: SignedClient): string;
  /** Returns the client of a statement; null when the statement is forged, malformed or expired. */
  verify(statement: string): StatedClient | null;
}
