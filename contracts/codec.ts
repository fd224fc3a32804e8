import { z } from 'zod';

/** A message that cannot be decoded: malformed, of an unknown version, or with a field out of range. */
export class UnreadableMessage extends Error {
  override readonly name = 'UnreadableMessage';
}

/** Encodes and decodes one kind of message, with the same validator in both directions. */
export interface Codec<T> {
  encode(message: T): Buffer;
  /** As `encode`, as text: for a text column. */
  encodeText(message: T): string;
  /**
   * As `encodeText`, for a message that its part has made of exactly these fields, by types and checked arithmetic: they are not checked a
   * second time. Every reader checks them.
   */
  encodeOwn(message: T): string;
  /** The message, or why the bytes are none. */
  read(bytes: Uint8Array): T | UnreadableMessage;
  /** As `read`; throws UnreadableMessage, for bytes that only a bug can make unreadable. */
  decode(bytes: Uint8Array): T;
  /**
   * Decodes a message that its own part has encoded and kept, as in its store: its fields are not checked a second time. Throws
   * UnreadableMessage when it is no JSON.
   */
  decodeOwn(text: string | Uint8Array): T;
}

/** Creates the codec of a schema. An invalid message is a bug on encoding (ZodError), and unreadable on decoding. */
export function codecOf<T>(schema: z.ZodType<T>): Codec<T> {
  const encodeText = (message: T): string => JSON.stringify(schema.parse(message));
  const read = (bytes: Uint8Array): T | UnreadableMessage => {
    const json = readJson(bytes);
    if (json instanceof UnreadableMessage) return json;
    const result = schema.safeParse(json);
    return result.success ? result.data : new UnreadableMessage(z.prettifyError(result.error));
  };
  return {
    encodeText,
    encode: (message) => Buffer.from(encodeText(message)),
    encodeOwn: (message) => JSON.stringify(message),
    read,
    decode: (bytes) => orThrow(read(bytes)),
    decodeOwn: (text) => orThrow(readJson(text)) as T,
  };
}

function orThrow<T>(read: T | UnreadableMessage): T {
  if (read instanceof UnreadableMessage) throw read;
  return read;
}

function readJson(text: string | Uint8Array): unknown {
  try {
    return JSON.parse(typeof text === 'string' ? text : textOf(text));
  } catch (error) {
    return new UnreadableMessage(`not JSON: ${(error as Error).message}`);
  }
}

/** Decodes the bytes where they are. */
const textOf = ({ buffer, byteOffset, byteLength }: Uint8Array): string =>
  Buffer.from(buffer, byteOffset, byteLength).toString('utf8');
