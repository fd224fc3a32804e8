import { expect, test } from 'vitest';
import { createManualClock } from '../time/manual-clock.ts';
import { createRequestSignatures } from './request-signatures.ts';
import { createStatements } from './statements.ts';

const key = new Uint8Array(32).fill(7);
const request = { service: 'gateway', audience: 'orders', body: '{"query":"{ a }"}' };

test('a signature names its service and covers its body alone', () => {
  const signatures = createRequestSignatures(key, createManualClock(0));
  const signed = signatures.verify(signatures.sign(request), 'orders');
  expect(signed?.service).toBe('gateway');
  expect(signed?.covers(request.body)).toBe(true);
  expect(signed?.covers(Buffer.from(request.body))).toBe(true);
  expect(signed?.covers('{"query":"{ b }"}')).toBe(false);
  expect(signed?.covers('')).toBe(false);
});

test('a signature is valid for its audience and for a minute', () => {
  const clock = createManualClock(0);
  const signatures = createRequestSignatures(key, clock);
  const [first = '', second = ''] = [signatures.sign(request), signatures.sign(request)];
  expect(signatures.verify(first, 'wallet')).toBeNull();
  clock.advance(59_999);
  expect(signatures.verify(first, 'orders')).not.toBeNull();
  clock.advance(1);
  expect(signatures.verify(second, 'orders')).toBeNull();
});

test('a signature of a clock that is a minute ahead is refused', () => {
  const clock = createManualClock(0);
  const signatures = createRequestSignatures(key, clock);
  const ahead = (byMs: number): string => createRequestSignatures(key, createManualClock(byMs)).sign(request);
  expect(signatures.verify(ahead(59_999), 'orders')).not.toBeNull();
  expect(signatures.verify(ahead(60_000), 'orders')).toBeNull();
});

test('a process accepts a signature once, and equal requests each with their own', () => {
  const clock = createManualClock(0);
  const signatures = createRequestSignatures(key, clock);
  const [first = '', second = ''] = [signatures.sign(request), signatures.sign(request)];
  expect(signatures.verify(first, 'orders')).not.toBeNull();
  expect(signatures.verify(first, 'orders')).toBeNull();
  expect(signatures.verify(second, 'orders')).not.toBeNull();
  clock.advance(59_999);
  for (const one of [first, second, `${first}`]) expect(signatures.verify(one, 'orders')).toBeNull();
});

test('a process accepts no signature from before its start', () => {
  const clock = createManualClock(0);
  const signature = createRequestSignatures(key, clock).sign(request);
  clock.advance(1);
  expect(createRequestSignatures(key, clock).verify(signature, 'orders')).toBeNull();
});

test('nothing else is a signature: other keys, changed payloads, statements of callers', () => {
  const clock = createManualClock(0);
  const signatures = createRequestSignatures(key, clock);
  const [payload = '', mac = ''] = signatures.sign(request).split('.');
  const other = createRequestSignatures(new Uint8Array(32).fill(8), clock).sign(request);
  const changed = Buffer.from(payload, 'base64url').toString().replace('orders', 'wallet');
  const statement = createStatements(key, clock).sign({ userId: 'usr_1' });
  const forged = [
    other,
    `${Buffer.from(changed).toString('base64url')}.${mac}`,
    `${payload}.`,
    payload,
    '',
    '.',
    'x.y',
    statement,
  ];
  for (const audience of ['orders', 'wallet', '']) {
    for (const one of forged) expect(signatures.verify(one, audience)).toBeNull();
  }
  // A signature is no statement of a caller either.
  expect(createStatements(key, clock).verify(`${payload}.${mac}`)).toBeNull();
});

test('a short key is refused', () => {
  expect(() => createRequestSignatures(new Uint8Array(31), createManualClock(0))).toThrow(RangeError);
});
