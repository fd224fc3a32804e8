/** Limits on one client's requests. The documented defaults are `DEFAULT_LIMITS`. */
export interface Limits {
  /** Nesting levels of fields. Leaves count; introspection does not. */
  readonly depth: number;
  /** Aliases of an operation with its fragments expanded. */
  readonly aliases: number;
  /** Root fields of an operation with its fragments expanded. */
  readonly rootFields: number;
  /** Fields that cost much: an operation has at most `max` of them, or is refused with the message `exceeded`. */
  readonly costlyFields: {
    readonly names: readonly string[];
    readonly max: number;
    readonly exceeded: string;
  };
  /**
   * Fields of an operation with its fragments expanded, those of an interface once for each of its types. Bounds the work of
   * validation and planning, of about 0.1 ms a field.
   */
  readonly fields: number;
  /** Tokens of a document; bounds the work of parsing. */
  readonly tokens: number;
  /** Characters of a document: a token may be long, and a block string costs the parser much. */
  readonly documentLength: number;
  /** Cost of an operation; see operations/cost.ts. */
  readonly cost: number;
  /** Cost of one event of a stream that replays after a cursor: a subscription may cause thousands of them. */
  readonly eventCost: number;
  /** Bytes of each cache of prepared operations: documents, plans, plans of subscriptions. */
  readonly cacheBytes: number;
  readonly bodyBytes: number;
  readonly frameBytes: number;
  readonly subscriptionsPerSocket: number;
  /** Subscriptions of all sockets. */
  readonly streams: number;
  /** Those of them that clients of one address have opened. */
  readonly streamsPerAddress: number;
  readonly connectionInitMs: number;
  /** Time between pings of a socket. A socket that leaves four pings unanswered is cut. */
  readonly pingIntervalMs: number;
  /** Queries and mutations of one user, or of one address without a user, that run at once; see turns/operation-turns.ts. */
  readonly operationsPerClient: number;
  /** Queries and mutations of all clients of one address that run at once. */
  readonly operationsPerAddress: number;
  /** Queries and mutations that run at once on a socket; five times as many wait for their turn. */
  readonly operationsPerSocket: number;
  /** Messages, pings and pongs of a socket that are handled in a second; twice as many may wait for the next ones. */
  readonly messagesPerSecond: number;
  readonly sockets: number;
  readonly socketsPerAddress: number;
  /** Streams that are open at subgraphs. */
  readonly upstreams: number;
  /** Those of them that clients of one address have opened. */
  readonly upstreamsPerAddress: number;
  /** Streams that one user alone may see, of accounts and orders, which are open at subgraphs. */
  readonly privateStreamsPerUser: number;
  /** Unsent bytes of a socket beyond which events wait in their streams, where a client that leaves a stream drops them. */
  readonly socketBufferBytes: number;
  /**
   * Bytes that may wait for one socket: unsent frames, waiting events and the texts of its subscriptions. A stream whose next
   * event does not fit ends with SLOW_CONSUMER; unsent results beyond the limit close the socket with 1013.
   */
  readonly socketWaitingBytes: number;
  /** Bytes that may wait for all sockets. */
  readonly allSocketsWaitingBytes: number;
  /** Bytes of answers over HTTP that may wait for the clients of one address; those of all count as bytes of sockets. */
  readonly answersPerAddressBytes: number;
  /** Events that may wait for a slow client on a stream that must not skip; beyond it the stream ends with SLOW_CONSUMER. */
  readonly waitingEvents: number;
}

export const DEFAULT_LIMITS: Limits = {
  depth: 15,
  aliases: 50,
  rootFields: 20,
  costlyFields: { names: [], max: 0, exceeded: '' },
  fields: 500,
  tokens: 20_000,
  documentLength: 32_768,
  cost: 10_000,
  eventCost: 1_000,
  cacheBytes: 16 * 1024 * 1024,
  bodyBytes: 256 * 1024,
  frameBytes: 256 * 1024,
  subscriptionsPerSocket: 100,
  streams: 20_000,
  streamsPerAddress: 2_000,
  connectionInitMs: 3_000,
  pingIntervalMs: 15_000,
  operationsPerClient: 20,
  operationsPerAddress: 200,
  operationsPerSocket: 20,
  messagesPerSecond: 500,
  sockets: 10_000,
  socketsPerAddress: 200,
  upstreams: 10_000,
  upstreamsPerAddress: 2_000,
  privateStreamsPerUser: 256,
  socketBufferBytes: 64 * 1024,
  socketWaitingBytes: 4 * 1024 * 1024,
  allSocketsWaitingBytes: 256 * 1024 * 1024,
  answersPerAddressBytes: 32 * 1024 * 1024,
  waitingEvents: 500,
};
