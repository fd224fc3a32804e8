import fc from 'fast-check';

/**
 * Any code point that UTF-8 can encode, for `fc.string({ unit: codePoint })`. It takes the place of the unit `binary`, whose
 * table of code points takes seconds to build in each worker.
 */
export const codePoint: fc.Arbitrary<string> = fc
  .oneof(
    { weight: 3, arbitrary: fc.integer({ min: 0, max: 0x7f }) },
    { weight: 2, arbitrary: fc.integer({ min: 0x80, max: 0xd7ff }) },
    { weight: 1, arbitrary: fc.integer({ min: 0xe000, max: 0x10ffff }) },
  )
  .map((point) => String.fromCodePoint(point));
