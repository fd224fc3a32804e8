/** Bytes that wait for the clients of all sockets of a process. */
export interface WaitingBytes {
  /** Adds bytes; negative when they no longer wait. */
  add(bytes: number): void;
  /** True when these bytes may wait too. */
  fits(bytes: number): boolean;
  readonly count: number;
}

export function createWaitingBytes(maxBytes: number): WaitingBytes {
  let count = 0;
  return {
    add: (bytes) => {
      count += bytes;
    },
    fits: (bytes) => count + bytes <= maxBytes,
    get count() {
      return count;
    },
  };
}
