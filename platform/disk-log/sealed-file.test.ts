import fc from 'fast-check';
import { expect, test } from 'vitest';
import { seal, unseal, type SealedFormat } from './sealed-file.ts';

const FORMAT: SealedFormat = { magic: 'TESTSEAL', version: 2 };

test('a sealed file gives its body back; with any byte changed or missing it is refused', () => {
  fc.assert(
    fc.property(
      fc.uint8Array({ maxLength: 200 }),
      fc.nat(),
      fc.integer({ min: 1, max: 255 }),
      (body, at, change) => {
        const bytes = seal(FORMAT, body);
        expect(unseal(FORMAT, bytes)).toEqual(Buffer.from(body));
        expect(unseal(FORMAT, bytes.subarray(0, at % bytes.length))).toEqual(expect.any(String));
        bytes[at % bytes.length] = (bytes[at % bytes.length] ?? 0) ^ change;
        expect(unseal(FORMAT, bytes)).toEqual(expect.any(String));
      },
    ),
  );
});

test('another version is refused by its number, another file by its magic', () => {
  const bytes = seal({ ...FORMAT, version: 7 }, Buffer.from('x'));
  expect(unseal(FORMAT, bytes)).toBe('the format has version 7; this program reads version 2');
  expect(unseal({ ...FORMAT, magic: 'OTHERONE' }, bytes)).toBe('the file does not begin with OTHERONE');
});
