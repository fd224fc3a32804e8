/** What one client may ask of the gateway. All are settings; `DEFAULT_LIMITS` are the documented ones. */
export interface Limits {
  /** Levels of fields, leaves counted, introspection exempt. */
  readonly depth: number;
  /** Aliases of an operation, fragments spread out. */
  readonly aliases: number;
  /** Fields at the root of an operation, fragments spread out. */
  readonly rootFields: number;
  /** Fields at the root that sign in or up. */
  readonly signInFields: number;
  /** Fields of an operation, fragments spread out: bounds the work of validating and planning it. */
  readonly fields: number;
  /** Tokens of a document: bounds the work of reading it. */
  readonly tokens: number;
  readonly bodyBytes: number;
  readonly frameBytes: number;
  readonly subscriptionsPerSocket: number;
  readonly connectionInitMs: number;
  /** Time between pings of a socket; one that has not answered four of them is cut. */
  readonly pingIntervalMs: number;
  /** Bytes that may wait to be written to one socket before its streams skip or end. */
  readonly socketBufferBytes: number;
  /** Events of one stream that may wait for a slow reader, where none may be left out; then it ends with SLOW_CONSUMER. */
  readonly waitingEvents: number;
}

export const DEFAULT_LIMITS: Limits = {
  depth: 15,
  aliases: 50,
  rootFields: 20,
  signInFields: 1,
  fields: 2_000,
  tokens: 20_000,
  bodyBytes: 256 * 1024,
  frameBytes: 256 * 1024,
  subscriptionsPerSocket: 100,
  connectionInitMs: 3_000,
  pingIntervalMs: 15_000,
  socketBufferBytes: 1024 * 1024,
  waitingEvents: 500,
};
