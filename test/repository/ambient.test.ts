import { expect, test } from 'vitest';
import { isGenerated, isTest, isTypeScript, repositoryFiles } from './source-files.ts';

/** What reaches outside without being handed in, and the few files whose purpose is to hand it in. */
const AMBIENT: readonly { pattern: RegExp; what: string; allowed: RegExp }[] = [
  {
    pattern: /\bprocess\.env\b/,
    what: 'reads the environment: take the setting from platform/config.ts',
    allowed: /^(platform\/config\.ts|test\/)/,
  },
  {
    pattern: /\bDate\.now\(\)|\bnew Date\(\)|\bperformance\.now\(\)/,
    what: "reads the machine's clock: take a Clock",
    allowed:
      /^(platform\/time\/clock\.ts|processes\/[^/]+\/main\.ts|verification\/[^/]+\/main\.ts|bench\/|scripts\/|sdk\/)/,
  },
  {
    pattern: /\bMath\.random\(\)/,
    what: 'draws a random number: take a Random',
    allowed: /^$/,
  },
  {
    pattern: /(?<![.\w])(setTimeout|setInterval)\(/,
    what: 'sets a timer: take a Clock',
    allowed: /^(platform\/time\/clock\.ts|scripts\/|sdk\/|bench\/)/,
  },
  {
    pattern: /\brandomUUID\(\)|\brandomBytes\(/,
    what: 'makes an id or a secret: take an IdSource or the bytes',
    allowed:
      /^(sdk\/examples\/|platform\/ids\.ts|platform\/security\/|processes\/secrets\.ts|verification\/chaos\/load\.ts|scripts\/|.*main\.ts$)/,
  },
];

const sources = repositoryFiles().filter((file) => isTypeScript(file) && !isGenerated(file) && !isTest(file));

/** Code without its comments, so that a word in a sentence is no offence. */
const code = (text: string): string => text.replace(/\/\*[\s\S]*?\*\/|(?<![:'"`])\/\/.*$/gm, '');

test.each(AMBIENT)('only the composition roots reach outside: $what', ({ pattern, what, allowed }) => {
  const offenders = sources.filter((file) => !allowed.test(file.path) && pattern.test(code(file.text)));
  expect(offenders.map((file) => `${file.path} ${what}`)).toEqual([]);
});

test('the patterns see what they are for', () => {
  const offence = 'const a = process.env.X; Date.now(); Math.random(); setTimeout(f, 1); randomUUID();';
  expect(AMBIENT.every(({ pattern }) => pattern.test(offence))).toBe(true);
  expect(
    AMBIENT.some(({ pattern }) => pattern.test('clock.setTimeout(f); // Date.now()'.replace(/\/\/.*/, ''))),
  ).toBe(false);
});
