import type { Random } from '#platform/random.ts';

export const CRLF = '\r\n';

/** Bytes from the generator. */
export const randomBytes = (random: Random, length: number): Buffer =>
  Buffer.from(Array.from({ length }, () => Math.floor(random() * 256)));

/** An HTTP request as bytes; no header is added. */
export function requestBytes(line: string, headers: Readonly<Record<string, string>>, body = ''): Buffer {
  const lines = Object.entries({ Host: 'localhost', ...headers }).map(([name, value]) => `${name}: ${value}`);
  return Buffer.from([`${line} HTTP/1.1`, ...lines, '', body].join(CRLF));
}

/** A WebSocket handshake; `headers` replace those of a good one. */
export function handshakeBytes(
  random: Random,
  path = '/graphql',
  headers: Readonly<Record<string, string>> = {},
): Buffer {
  return requestBytes(`GET ${path}`, {
    Connection: 'Upgrade',
    Upgrade: 'websocket',
    'Sec-WebSocket-Version': '13',
    'Sec-WebSocket-Key': randomBytes(random, 16).toString('base64'),
    'Sec-WebSocket-Protocol': 'graphql-transport-ws',
    ...headers,
  });
}

/** Opcodes of RFC 6455, section 5.2. */
export const OPCODES = { continuation: 0, text: 1, binary: 2, close: 8, ping: 9, pong: 10 } as const;

const FINAL = 0x80;
const MASKED = 0x80;

export interface FrameOptions {
  readonly opcode?: number;
  readonly isFinal?: boolean;
  /** A client must mask. */
  readonly isMasked?: boolean;
  /** Reserved bits of the first byte, 0 to 7. */
  readonly reserved?: number;
  /** Announced length, when it is not the payload's. */
  readonly length?: number;
}

/** A client's frame, which follows or violates RFC 6455. */
export function frameBytes(random: Random, payload: string | Buffer, options: FrameOptions = {}): Buffer {
  const { opcode = OPCODES.text, isFinal = true, isMasked = true, reserved = 0 } = options;
  const bytes = Buffer.from(payload);
  const first = (isFinal ? FINAL : 0) | (reserved << 4) | opcode;
  const length = lengthBytes(options.length ?? bytes.length);
  length[0] = (length[0] ?? 0) | (isMasked ? MASKED : 0);
  const mask = isMasked ? randomBytes(random, 4) : Buffer.alloc(0);
  if (isMasked) for (let index = 0; index < bytes.length; index++) bytes[index]! ^= mask[index % 4]!;
  return Buffer.concat([Buffer.from([first]), length, mask, bytes]);
}

function lengthBytes(length: number): Buffer {
  if (length < 126) return Buffer.from([length]);
  if (length < 65_536) {
    const bytes = Buffer.from([126, 0, 0]);
    bytes.writeUInt16BE(length, 1);
    return bytes;
  }
  const bytes = Buffer.alloc(9);
  bytes[0] = 127;
  bytes.writeBigUInt64BE(BigInt(length), 1);
  return bytes;
}
