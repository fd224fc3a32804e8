/** Sockets for the client process to open. */
export interface OpenSockets {
  readonly kind: 'open';
  readonly port: number;
  readonly path: string;
  /** Variables of the subscription of each socket; an empty list opens plain sockets without the protocol. */
  readonly variables: readonly object[];
  readonly query: string;
  readonly count: number;
  /** True for sockets that read nothing after they have subscribed. */
  readonly isPaused?: boolean;
}

/** Commands to the client process. It answers each with `Done`. */
export type ClientCommand =
  | OpenSockets
  /** Waits until the sockets have received this number of frames in all since they were opened. */
  | { readonly kind: 'await'; readonly frames: number }
  /** Waits until no frame has arrived for a time. */
  | { readonly kind: 'settle'; readonly quietMs: number }
  /** Replaces sockets by new ones at a rate, for a time. */
  | { readonly kind: 'replace'; readonly perSecond: number; readonly seconds: number }
  | { readonly kind: 'close' };

/** Answer of the client process. */
export interface Done {
  /** Frames received in all. */
  readonly frames: number;
  /** The newest message of a socket. */
  readonly last: string;
}
