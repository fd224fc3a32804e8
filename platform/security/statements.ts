import { createHmac, timingSafeEqual } from 'node:crypto';
import type { Clock } from '../time/clock.ts';
import type { SignedClient, StatedClient, Statements } from './caller.ts';

const LIFETIME_MS = 60_000;
/** A statement is signed again for its client when it has less time left. */
const SIGNED_AGAIN_MS = 30_000;
/** Statements that are remembered, those signed and those verified. */
const MAX_REMEMBERED = 2_000;

/**
 * Statements authenticated with HMAC-SHA-256 under a key that only the broker's processes hold: `PAYLOAD.SIGNATURE`, both
 * base64url. Symmetric, because the broker owns both ends and every request pays for it. A client's next requests carry the same
 * statement for half a minute, so most requests cost no signature.
 *
 * @param key at least 32 bytes
 */
export function createStatements(key: Uint8Array, clock: Clock): Statements {
  if (key.length < 32) throw new RangeError('the key of statements must have at least 32 bytes');
  const mac = (payload: string): Buffer => createHmac('sha256', key).update(payload).digest();
  const signed = new Map<string, { readonly statement: string; readonly expiresMs: number }>();
  const names = new WeakMap<SignedClient, string>();
  const nameOf = (client: SignedClient): string => {
    const known = names.get(client);
    if (known !== undefined) return known;
    const name = JSON.stringify(client);
    names.set(client, name);
    return name;
  };
  const verified = new Map<string, StatementBody>();
  const read = (statement: string): StatementBody | null => {
    const known = verified.get(statement);
    if (known) return known;
    const [payload = '', signature = ''] = statement.split('.');
    const expected = mac(payload);
    const given = Buffer.from(signature, 'base64url');
    if (given.length !== expected.length || !timingSafeEqual(given, expected)) return null;
    const body = readBody(payload);
    remember(verified, statement, body);
    return body;
  };
  return {
    sign: (client) => {
      const nowMs = clock.nowMs();
      const name = nameOf(client);
      const known = signed.get(name);
      const leftMs = (known?.expiresMs ?? nowMs) - nowMs;
      if (known && leftMs >= SIGNED_AGAIN_MS && leftMs <= LIFETIME_MS) return known.statement;
      const expiresMs = nowMs + LIFETIME_MS;
      const payload = Buffer.from(JSON.stringify({ ...client, expiresMs })).toString('base64url');
      const statement = `${payload}.${mac(payload).toString('base64url')}`;
      remember(signed, name, { statement, expiresMs });
      return statement;
    },
    verify: (statement) => {
      const body = read(statement);
      return body && body.expiresMs > clock.nowMs() ? body.client : null;
    },
  };
}

/** Remembers a value. A full memory begins anew: clients that are active fill it again. */
function remember<T>(memory: Map<string, T>, name: string, value: T): void {
  if (memory.size >= MAX_REMEMBERED) memory.clear();
  memory.set(name, value);
}

interface StatementBody {
  readonly client: StatedClient;
  readonly expiresMs: number;
}

/** Reads an authentic payload: `sign` wrote it, so its shape needs no check. */
function readBody(payload: string): StatementBody {
  const body = JSON.parse(Buffer.from(payload, 'base64url').toString('utf8')) as {
    userId: string | null;
    address?: string | null;
    scopes?: readonly string[];
    sessionId?: string | null;
    expiresMs: number;
  };
  const { userId, address = null, scopes = [], sessionId = null, expiresMs } = body;
  return { client: { userId, address, scopes, sessionId }, expiresMs };
}
