import { readFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';
import { UnreadableMessage } from '../codec.ts';
import { revocationCodec, type Revocation } from './identity-facts.ts';

/** Facts from the release of their version. Never edit them. */
const samples = JSON.parse(
  readFileSync(path.join(import.meta.dirname, '../golden/identity-facts.v1.json'), 'utf8'),
) as Record<string, Revocation>;
const bytes = (value: unknown): Buffer => Buffer.from(JSON.stringify(value));

test.each(Object.entries(samples))('decoding and encoding %s changes nothing', (_name, sample) => {
  const read = revocationCodec.decode(bytes(sample));
  expect(read).toEqual(sample);
  expect(JSON.parse(revocationCodec.encode(read).toString())).toEqual(sample);
});

const good = samples['session signed out'] as Revocation;
test.each<[string, unknown]>([
  ['an unknown version', { ...good, v: 2 }],
  ['no credential', { ...good, credentialId: '' }],
  ['an instant before 1970', { ...good, atMs: -1 }],
])('%s is unreadable', (_what, message) => {
  expect(() => revocationCodec.decode(bytes(message))).toThrow(UnreadableMessage);
});
