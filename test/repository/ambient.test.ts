import { expect, test } from 'vitest';
import { isGenerated, isTest, isTypeScript, repositoryFiles } from './source-files.ts';

interface Ambient {
  readonly pattern: RegExp;
  readonly what: string;
  /** The files, and folders with a slash at the end, whose purpose is to hand it in. */
  readonly allowed: readonly string[];
}

/** Ambient access: clocks, randomness and settings that are not handed in. */
const AMBIENT: readonly Ambient[] = [
  {
    pattern: /\bprocess\.env\b/,
    what: 'reads the environment: take the setting from platform/config.ts',
    allowed: ['platform/config.ts'],
  },
  {
    pattern: /\bDate\.now\b|\bnew Date\(\)|\bperformance\.now\b|\bhrtime\b/,
    what: "reads the machine's clock: take a Clock",
    allowed: [
      'platform/time/clock.ts',
      'processes/',
      'verification/',
      'bench/',
      'sdk/src/platform.ts',
      'desk/state/browser.ts',
    ],
  },
  {
    pattern: /\bMath\.random\b/,
    what: 'draws a random number: take a Random',
    allowed: ['sdk/src/platform.ts'],
  },
  {
    pattern: /(?<![.\w])(setTimeout|setInterval)\(|node:timers\/promises'.*setTimeout/,
    what: 'sets a timer: take a Clock',
    allowed: ['platform/time/clock.ts', 'sdk/src/platform.ts', 'desk/state/browser.ts'],
  },
  {
    pattern: /\brandomUUID\b|\brandomBytes\b|\bgetRandomValues\b/,
    what: 'makes an id or a secret: take an IdSource or the bytes',
    allowed: [
      'sdk/examples/',
      'desk/state/browser.ts',
      'platform/ids.ts',
      'platform/security/',
      'processes/secrets.ts',
      'verification/chaos/load.ts',
      'scripts/',
    ],
  },
];

const isAllowedBy = (allowance: string, file: string): boolean =>
  allowance.endsWith('/') ? file.startsWith(allowance) : file === allowance;

const sources = repositoryFiles().filter((file) => isTypeScript(file) && !isGenerated(file) && !isTest(file));

/** Code without its comments, so that a word in a sentence is no finding. */
const code = (text: string): string => text.replace(/\/\*[\s\S]*?\*\/|(?<![:'"`])\/\/.*$/gm, '');

const usersOf = (pattern: RegExp): string[] =>
  sources.filter((file) => pattern.test(code(file.text))).map((file) => file.path);

test.each(AMBIENT)('only the composition roots reach outside: $what', ({ pattern, what, allowed }) => {
  const offenders = usersOf(pattern).filter((file) => !allowed.some((one) => isAllowedBy(one, file)));
  expect(offenders.map((file) => `${file} ${what}`)).toEqual([]);
});

test.each(AMBIENT)('each allowance is used, $what', ({ pattern, allowed }) => {
  const users = usersOf(pattern);
  expect(allowed.filter((one) => !users.some((file) => isAllowedBy(one, file)))).toEqual([]);
});

test('the patterns find each kind of access', () => {
  const offence = 'const a = process.env.X; Date.now(); Math.random(); setTimeout(f, 1); randomUUID();';
  expect(AMBIENT.every(({ pattern }) => pattern.test(offence))).toBe(true);
  expect(
    AMBIENT.some(({ pattern }) => pattern.test('clock.setTimeout(f); // Date.now()'.replace(/\/\/.*/, ''))),
  ).toBe(false);
});
