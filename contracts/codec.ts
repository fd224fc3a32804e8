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
  /** Throws UnreadableMessage with the reason. */
  decode(bytes: Uint8Array): T;
  /**
   * Decodes a message that its own part has encoded and kept, as in its store: its fields are not checked a second time. Throws
   * UnreadableMessage when it is no JSON.
   */
  decodeOwn(text: string | Uint8Array): T;
}

/** Creates the codec of a schema. An invalid message is a bug on encoding (ZodError) and UnreadableMessage on decoding. */
export function codecOf<T>(schema: z.ZodType<T>): Codec<T> {
  const encodeText = (message: T): string => JSON.stringify(schema.parse(message));
  return {
    encodeText,
    encode: (message) => Buffer.from(encodeText(message)),
    encodeOwn: (message) => JSON.stringify(message),
    decodeOwn: (text) => parseJson(text) as T,
    decode: (bytes) => {
      const result = schema.safeParse(parseJson(bytes));
      if (result.success) return result.data;
      throw new UnreadableMessage(z.prettifyError(result.error));
    },
  };
}

function parseJson(text: string | Uint8Array): unknown {
  try {
    return JSON.parse(typeof text === 'string' ? text : textOf(text));
  } catch (error) {
    throw new UnreadableMessage(`not JSON: ${(error as Error).message}`);
  }
}

/** Decodes the bytes where they are. */
const textOf = ({ buffer, byteOffset, byteLength }: Uint8Array): string =>
  Buffer.from(buffer, byteOffset, byteLength).toString('utf8');
