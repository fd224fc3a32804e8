/** Counts the WebSocket frames of a connection as its bytes arrive, without reading their content. */
export interface FrameCounter {
  /** Takes bytes that follow the handshake. Returns the number of data frames that end in them. */
  take(chunk: Buffer): number;
}

const LENGTH_16 = 126;
const LENGTH_64 = 127;
/** Bit of the first byte that marks a control frame, which is not counted. */
const CONTROL_BIT = 0x08;

/** Creates the counter of one connection. Frames of a server are not masked. */
export function createFrameCounter(): FrameCounter {
  /** Bytes of the current frame's header that have come; at most 9 are kept between chunks. */
  let header = Buffer.alloc(0);
  let leftBytes = 0;
  let isControl = false;
  const headerBytes = (bytes: Buffer): number => {
    const length = (bytes[1] ?? 0) & 0x7f;
    if (length === LENGTH_16) return 4;
    return length === LENGTH_64 ? 10 : 2;
  };
  const payloadBytes = (bytes: Buffer): number => {
    const length = (bytes[1] ?? 0) & 0x7f;
    if (length === LENGTH_16) return bytes.readUInt16BE(2);
    return length === LENGTH_64 ? Number(bytes.readBigUInt64BE(2)) : length;
  };
  return {
    take: (chunk) => {
      let frames = 0;
      let bytes = header.length > 0 ? Buffer.concat([header, chunk]) : chunk;
      header = Buffer.alloc(0);
      for (;;) {
        if (leftBytes > bytes.length) {
          leftBytes -= bytes.length;
          return frames;
        }
        if (leftBytes > 0) {
          bytes = bytes.subarray(leftBytes);
          leftBytes = 0;
          if (!isControl) frames += 1;
        }
        if (bytes.length < 2 || bytes.length < headerBytes(bytes)) {
          header = Buffer.from(bytes);
          return frames;
        }
        isControl = ((bytes[0] ?? 0) & CONTROL_BIT) !== 0;
        leftBytes = payloadBytes(bytes);
        bytes = bytes.subarray(headerBytes(bytes));
        if (leftBytes === 0 && !isControl) frames += 1;
      }
    },
  };
}

/** Encodes a text frame of a client, with the mask 0. */
export function clientFrame(text: string): Buffer {
  const payload = Buffer.from(text);
  const head =
    payload.length < LENGTH_16
      ? Buffer.from([0x81, 0x80 | payload.length])
      : Buffer.from([0x81, 0x80 | LENGTH_16, payload.length >> 8, payload.length & 0xff]);
  return Buffer.concat([head, Buffer.alloc(4), payload]);
}
