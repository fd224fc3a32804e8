import fc from 'fast-check';
import { codePoint } from '#test/support/samples/texts.ts';
import { expect, test } from 'vitest';
import { createRedaction, redactJson } from './redaction.ts';

test.each([
  ['a secret', ['s3cret-key'], 'refused: s3cret-key', 'refused: ***'],
  ['one secret within another', ['hunter', 'hunter-two'], 'hunter-two, hunter', '***, ***'],
  ['the password of a URL, decoded', ['redis://:p%2Fss%22w@h:1'], 'AUTH p/ss"w', 'AUTH ***'],
  ['the password of a URL, as it is spelled', ['redis://:p%2Fss%22w@h:1'], 'AUTH p%2Fss%22w', 'AUTH ***'],
  [
    'user and password of any URL',
    [],
    'no answer of http://me:pw@h:1/a?b',
    'no answer of http://***@h:1/a?b',
  ],
  ['nothing of a URL without them', [], 'at http://h:1/a@b', 'at http://h:1/a@b'],
  ['nothing for a text too short to be a secret', ['1', ''], 'port 15432', 'port 15432'],
])('masks %s', (_, secrets, text, redacted) => {
  expect(createRedaction(secrets)(text)).toBe(redacted);
});

test('a redacted line of JSON is valid JSON without the secret', () => {
  const texts = fc.string({ minLength: 4, unit: codePoint }).filter((text) => !'***'.includes(text));
  fc.assert(
    fc.property(texts, fc.string(), fc.integer(), (secret, around, number) => {
      const line = JSON.stringify({ msg: `${around} ${secret} ${around}`, number, nested: [{ secret }] });
      const read = JSON.parse(redactJson(line, createRedaction([secret]))) as Record<string, unknown>;
      expect(read['number']).toBe(number);
      expect(read['nested']).toEqual([
        { [Object.keys((read['nested'] as object[])[0] ?? {})[0] ?? '']: '***' },
      ]);
      expect(read['msg']).not.toContain(secret);
    }),
    { numRuns: 50 },
  );
});
