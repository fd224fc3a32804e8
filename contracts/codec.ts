import { z } from 'zod';

/** A message that cannot be read: malformed, of an unknown version, or with a field off its range. */
export class UnreadableMessage extends Error {
  override readonly name = 'UnreadableMessage';
}

/** Turns messages of one kind into bytes and back, through one validator in both directions. */
export interface Codec<T> {
  encode(message: T): Buffer;
  /** Throws UnreadableMessage with the reason. */
  decode(bytes: Uint8Array): T;
}

/** Makes the codec of a schema. A message that does not fit is a bug when it is written and unreadable when it is read. */
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
