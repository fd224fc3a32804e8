import {
  CloseCode,
  MessageType,
  validateMessage,
  type SubscribeMessage,
  type SubscribePayload,
} from 'graphql-ws';
import { parseJson } from '../json.ts';
import { SmallMap } from '../small-map.ts';

/** A message of a client, ready for graphql-ws. */
export interface AcceptedMessage {
  readonly text: string;
  /** The inner id of the operation that the client has completed. */
  readonly completed?: string;
}

/** A violation of the protocol, which closes the socket. */
export interface ProtocolViolation {
  readonly code: CloseCode;
  readonly reason: string;
}

/**
 * The operation ids of one socket. A client may use an id again once its operation has ended, and graphql-ws may still
 * work on the ended one. So each operation has an inner id, which is never used twice, and frames of an operation that the
 * client has completed are dropped.
 */
export interface OperationIds {
  /** Puts the inner id into a client's message. Null when there is nothing to do: the operation has ended already. */
  incoming(text: string): Incoming;
  /** Puts the client's id into a frame of graphql-ws. Null when the client has completed the operation. */
  outgoing(frame: string): string | null;
  /**
   * Takes the payload of an operation that has begun, once. The text for graphql-ws has none: it would be written and parsed again,
   * and kept as long as the operation runs.
   */
  takePayload(innerId: string): SubscribePayload;
  /** The client's id of an open operation. */
  clientIdOf(innerId: string): string | undefined;
}

/** Largest operation id of a client, in bytes of UTF-8. Every frame of the operation repeats it. */
const MAX_OPERATION_ID_BYTES = 128;
/** Largest payload of `connection_init`, `ping` and `pong`, in bytes of JSON. */
export const MAX_PAYLOAD_BYTES = 8_192;
/** RFC 6455, section 5.5: a control frame holds 125 bytes, two of them the code. */
export const MAX_REASON_BYTES = 123;

type Incoming = AcceptedMessage | ProtocolViolation | null;

const INVALID: ProtocolViolation = { code: CloseCode.BadRequest, reason: 'Invalid message received' };

const LONG_ID: ProtocolViolation = {
  code: CloseCode.BadRequest,
  reason: `An operation id has at most ${MAX_OPERATION_ID_BYTES} bytes`,
};

const longPayload = (type: string): ProtocolViolation => ({
  code: CloseCode.BadRequest,
  reason: `The payload of ${type} has at most ${MAX_PAYLOAD_BYTES} bytes`,
});

function idInUse(id: string): ProtocolViolation {
  const reason = `Subscriber for ${id} already exists`;
  const fits = Buffer.byteLength(reason) <= MAX_REASON_BYTES;
  return { code: CloseCode.SubscriberAlreadyExists, reason: fits ? reason : 'Subscriber already exists' };
}

/** Messages whose payload is for the connection, not for an operation. */
const CONNECTION_MESSAGES: ReadonlySet<unknown> = new Set([
  MessageType.ConnectionInit,
  MessageType.Ping,
  MessageType.Pong,
]);

/** Only a server sends these. */
const SERVER_MESSAGES: ReadonlySet<unknown> = new Set([
  MessageType.ConnectionAck,
  MessageType.Next,
  MessageType.Error,
]);

/** graphql-ws writes the id first. */
const FRAME_HEAD = '{"id":"';
const NEXT = `,"type":"${MessageType.Next}"`;

/** A class: each of thousands of sockets has operation ids. */
class SocketOperationIds implements OperationIds {
  readonly #innerIds = new SmallMap<string, string>();
  readonly #clientIds = new SmallMap<string, string>();
  /** Of operations that begin; null while none does. */
  #payloads: Map<string, SubscribePayload> | null = null;
  #count = 0;

  incoming(text: string): Incoming {
    try {
      const message = parseJson(text);
      if (typeof message !== 'object' || message === null || Array.isArray(message)) return INVALID;
      if ('type' in message && SERVER_MESSAGES.has(message.type)) return INVALID;
      return this.#translate({ ...message }, text);
    } catch (error) {
      // JSON's functions are recursive, so thousands of levels exhaust the stack.
      if (error instanceof RangeError) return INVALID;
      throw error;
    }
  }

  outgoing(frame: string): string | null {
    if (!frame.startsWith(FRAME_HEAD)) return frame;
    const idEnd = frame.indexOf('"', FRAME_HEAD.length);
    const innerId = frame.slice(FRAME_HEAD.length, idEnd);
    const clientId = this.#clientIds.get(innerId);
    if (clientId === undefined) return null;
    const rest = frame.slice(idEnd + 1);
    // From here on the client may use the id again.
    if (!rest.startsWith(NEXT)) this.#end(innerId);
    return `{"id":${JSON.stringify(clientId)}${rest}`;
  }

  takePayload(innerId: string): SubscribePayload {
    const payload = this.#payloads?.get(innerId);
    if (!this.#payloads || !payload) throw new Error(`the operation ${innerId} has not begun`);
    this.#payloads.delete(innerId);
    if (this.#payloads.size === 0) this.#payloads = null;
    return payload;
  }

  clientIdOf(innerId: string): string | undefined {
    return this.#clientIds.get(innerId);
  }

  #translate(message: Record<string, unknown>, text: string): Incoming {
    const { type, id } = message;
    if (CONNECTION_MESSAGES.has(type))
      return hasLongPayload(message, text) ? longPayload(String(type)) : { text };
    // graphql-ws refuses a malformed id.
    if (typeof id !== 'string' || id === '') return { text };
    if (Buffer.byteLength(id) > MAX_OPERATION_ID_BYTES) return LONG_ID;
    const known = this.#innerIds.get(id);
    if (type === MessageType.Subscribe) {
      if (known !== undefined) return idInUse(id);
      const payload = payloadOf(message);
      return payload === null ? INVALID : { text: beginning(this.#begin(id, payload)) };
    }
    if (type !== MessageType.Complete) return { text };
    if (known === undefined) return null;
    this.#end(known);
    return { text: JSON.stringify({ ...message, id: known }), completed: known };
  }

  #begin(clientId: string, payload: SubscribePayload): string {
    this.#count += 1;
    const innerId = String(this.#count);
    this.#innerIds.set(clientId, innerId);
    this.#clientIds.set(innerId, clientId);
    this.#payloads ??= new Map();
    this.#payloads.set(innerId, payload);
    return innerId;
  }

  #end(innerId: string): void {
    this.#innerIds.delete(this.#clientIds.get(innerId) ?? '');
    this.#clientIds.delete(innerId);
  }
}

export const createOperationIds = (): OperationIds => new SocketOperationIds();

/** The payload of a message `subscribe`; null when it is none of the protocol, for which graphql-ws throws an error without a type. */
function payloadOf(message: Record<string, unknown>): SubscribePayload | null {
  try {
    const valid = validateMessage({ ...message, payload: withText(message['payload']) });
    return (valid as SubscribeMessage).payload;
  } catch {
    return null;
  }
}

/** An operation by its hash alone has no text, which graphql-ws requires. */
function withText(payload: unknown): unknown {
  if (typeof payload !== 'object' || payload === null) return payload;
  const { query = null, documentId, extensions } = payload as Partial<Record<string, unknown>>;
  const hasHash = documentId !== undefined || extensions !== undefined;
  return query === null && hasHash ? { ...payload, query: '' } : payload;
}

/** The message that begins an operation, without its payload. */
const beginning = (innerId: string): string =>
  `{"id":"${innerId}","type":"${MessageType.Subscribe}","payload":{"query":""}}`;

/** A short text has a short payload, which saves its measurement. */
const hasLongPayload = ({ payload = null }: Record<string, unknown>, text: string): boolean =>
  Buffer.byteLength(text) > MAX_PAYLOAD_BYTES &&
  Buffer.byteLength(JSON.stringify(payload)) > MAX_PAYLOAD_BYTES;
