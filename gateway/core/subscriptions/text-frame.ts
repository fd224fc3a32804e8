import type { ResultFraming } from './framing.ts';

/** A text and its size in UTF-8, which is computed once for all frames that have it. */
export interface SizedText {
  readonly text: string;
  readonly bytes: number;
}

export const sizedText = (text: string): SizedText => ({ text, bytes: Buffer.byteLength(text) });

/** First byte of a text frame that is a whole message: RFC 6455, section 5.2. */
const WHOLE_TEXT = 0x81;
const LENGTH_16 = 126;
const LENGTH_64 = 127;
const MAX_LENGTH_16 = 65_535;
const CLOSING_BRACE = 0x7d;

/** Allocates a frame and writes its header. Frames of a server are not masked. */
function startFrame(length: number): { readonly frame: Buffer; readonly offset: number } {
  const offset = length < LENGTH_16 ? 2 : length <= MAX_LENGTH_16 ? 4 : 10;
  const frame = Buffer.allocUnsafe(offset + length);
  frame[0] = WHOLE_TEXT;
  if (offset === 2) frame[1] = length;
  else if (offset === 4) {
    frame[1] = LENGTH_16;
    frame[2] = length >> 8;
    frame[3] = length & 0xff;
  } else {
    frame[1] = LENGTH_64;
    frame.writeBigUInt64BE(BigInt(length), 2);
  }
  return { frame, offset };
}

/** Encodes a message as a WebSocket frame. */
export function textFrame(text: string): Buffer {
  const { bytes } = sizedText(text);
  const { frame, offset } = startFrame(bytes);
  frame.write(text, offset, bytes, 'utf8');
  return frame;
}

/** Encodes a message that ends an object with a payload, which is copied as it is: HEAD PAYLOAD }. */
export function payloadFrame(head: SizedText, payload: Uint8Array): Buffer {
  const { frame, offset } = startFrame(head.bytes + payload.length + 1);
  frame.write(head.text, offset, head.bytes, 'utf8');
  frame.set(payload, offset + head.bytes);
  frame[frame.length - 1] = CLOSING_BRACE;
  return frame;
}

/** A class: each of thousands of subscriptions has a framing. */
class SocketFraming implements ResultFraming, SizedText {
  readonly text: string;
  readonly bytes: number;

  constructor(operationId: string) {
    this.text = `{"id":${JSON.stringify(operationId)},"type":"next","payload":`;
    this.bytes = Buffer.byteLength(this.text);
  }

  get key(): string {
    return this.text;
  }

  frame(payload: Uint8Array): Buffer {
    return payloadFrame(this, payload);
  }
}

/** Creates the framing of a subscription on a socket: messages `next` of graphql-transport-ws. */
export const socketFraming = (operationId: string): ResultFraming => new SocketFraming(operationId);
