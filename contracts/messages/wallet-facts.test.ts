import { readFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';
import { UnreadableMessage } from '../codec.ts';
import { walletFactCodec, type WalletFact } from './wallet-facts.ts';

/** Facts from the release of their version. Never edit them. */
const samples = JSON.parse(
  readFileSync(path.join(import.meta.dirname, '../golden/wallet-facts.v1.json'), 'utf8'),
) as Record<string, WalletFact>;
const bytes = (value: unknown): Buffer => Buffer.from(JSON.stringify(value));

test.each(Object.entries(samples))('decoding and encoding %s changes nothing', (_name, sample) => {
  const read = walletFactCodec.decode(bytes(sample));
  expect(read).toEqual(sample);
  expect(JSON.parse(walletFactCodec.encode(read).toString())).toEqual(sample);
});

const good = samples['fee of a fill'] as WalletFact;
test.each<[string, unknown]>([
  ['an unknown version', { ...good, v: 2 }],
  ['a fraction of a centavo', { ...good, entry: { ...good.entry, amountCentavos: 0.5 } }],
  ['an unknown kind', { ...good, entry: { ...good.entry, kind: 'GIFT' } }],
  ['no cash', { ...good, cash: undefined }],
  ['a sequence below zero', { ...good, sequence: -1 }],
])('%s is unreadable', (_what, message) => {
  expect(() => walletFactCodec.decode(bytes(message))).toThrow(UnreadableMessage);
});

test('a truncated fact is unreadable', () => {
  const whole = walletFactCodec.encode(good);
  expect(() => walletFactCodec.decode(whole.subarray(0, whole.length - 1))).toThrow(UnreadableMessage);
});
