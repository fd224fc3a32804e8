import type { OutgoingMessage } from '#platform/ports/command-queue.ts';

/** A dead letter keeps its offset in the queue, so that a crash while it is settled does not store it twice. */
export interface DeadLetter {
  readonly message: OutgoingMessage;
  readonly reason: string;
  readonly offset: number;
}

interface Header {
  readonly id: string;
  readonly correlation: string;
  readonly reason?: string;
  readonly offset?: number;
}

/** Encodes the length of the header (u32), the header as JSON, the body as it is. */
function encode(header: Header, body: Uint8Array): Uint8Array {
  const text = Buffer.from(JSON.stringify(header));
  const bytes = Buffer.allocUnsafe(4 + text.length + body.length);
  bytes.writeUInt32LE(text.length, 0);
  bytes.set(text, 4);
  bytes.set(body, 4 + text.length);
  return bytes;
}

function decode(payload: Uint8Array): { header: Header; body: Uint8Array } {
  const bytes = Buffer.from(payload.buffer, payload.byteOffset, payload.byteLength);
  const end = 4 + bytes.readUInt32LE(0);
  return { header: JSON.parse(bytes.toString('utf8', 4, end)) as Header, body: bytes.subarray(end) };
}

export const encodeMessage = (message: OutgoingMessage): Uint8Array =>
  encode({ id: message.messageId, correlation: message.correlationId }, message.body);

export function decodeMessage(payload: Uint8Array): OutgoingMessage {
  const { header, body } = decode(payload);
  return { body, messageId: header.id, correlationId: header.correlation };
}

export const encodeDeadLetter = ({ message, reason, offset }: DeadLetter): Uint8Array =>
  encode({ id: message.messageId, correlation: message.correlationId, reason, offset }, message.body);

export function decodeDeadLetter(payload: Uint8Array): DeadLetter {
  const { header } = decode(payload);
  return { message: decodeMessage(payload), reason: header.reason ?? '', offset: header.offset ?? -1 };
}
