import { z } from 'zod';

/** A message that cannot be decoded: malformed, of an unknown version, or with a field out of range. */
export class UnreadableMessage extends Error {
  override readonly name = 'UnreadableMessage';
}

/** Encodes and decodes one kind of message, with the same validator in both directions. */
export interface Codec<T> {
  encode(message: T): Buffer;
  /** Throws UnreadableMessage with the reason. */
  decode(bytes: Uint8Array): T;
}

/** Creates the codec of a schema. An invalid message is a bug on encoding (ZodError) and UnreadableMessage on decoding. */
export function codecOf<T>(schema: z.ZodType<T>): Codec<T> {
  return {
    encode: (message) => Buffer.from(JSON.stringify(schema.parse(message))),
    decode: (bytes) => {
      const result = schema.safeParse(parseJson(bytes));
      if (result.success) return result.data;
      throw new UnreadableMessage(z.prettifyError(result.error));
    },
  };
}

function parseJson(bytes: Uint8Array): unknown {
  try {
    return JSON.parse(Buffer.from(bytes).toString('utf8'));
  } catch (error) {
    throw new UnreadableMessage(`not JSON: ${(error as Error).message}`);
  }
}
