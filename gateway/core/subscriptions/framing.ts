/** Frames the results of one subscription for the transport of its client. */
export interface ResultFraming {
  /** Framings with the same key make the same frames. */
  readonly key: string;
  /** Encodes a result, JSON in UTF-8, as a whole frame. */
  frame(payload: Uint8Array): Buffer;
}
