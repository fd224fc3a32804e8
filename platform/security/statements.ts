import { createHmac, timingSafeEqual } from 'node:crypto';
import type { Clock } from '../time/clock.ts';
import type { StatedClient, Statements } from './caller.ts';

const LIFETIME_MS = 60_000;

/**
 * Statements authenticated with HMAC-SHA-256 under a key that only the broker's processes hold: `PAYLOAD.SIGNATURE`, both
 * base64url. Symmetric, because the broker owns both ends and every request pays for it: it costs microseconds.
 *
 * @param key at least 32 bytes
 */
export function createStatements(key: Uint8Array, clock: Clock): Statements {
  if (key.length < 32) throw new RangeError('the key of statements must have at least 32 bytes');
  const mac = (payload: string): Buffer => createHmac('sha256', key).update(payload).digest();
  return {
    sign: (client) => {
      const body = { ...client, expiresMs: clock.nowMs() + LIFETIME_MS };
      const payload = Buffer.from(JSON.stringify(body)).toString('base64url');
      return `${payload}.${mac(payload).toString('base64url')}`;
    },
    verify: (statement) => {
      const [payload = '', signature = ''] = statement.split('.');
      const expected = mac(payload);
      const given = Buffer.from(signature, 'base64url');
      if (given.length !== expected.length || !timingSafeEqual(given, expected)) return null;
      return readBody(payload, clock.nowMs());
    },
  };
}

/** Reads an authentic payload: `sign` wrote it, so its shape needs no check. */
function readBody(payload: string, nowMs: number): StatedClient | null {
  const body = JSON.parse(Buffer.from(payload, 'base64url').toString('utf8')) as {
    userId: string | null;
    address?: string | null;
    scopes?: readonly string[];
    sessionId?: string | null;
    expiresMs: number;
  };
  if (body.expiresMs <= nowMs) return null;
  const { userId, address = null, scopes = [], sessionId = null } = body;
  return { userId, address, scopes, sessionId };
}
