import { readFileSync } from 'node:fs';
import { Kind, parse as parseGraphql } from 'graphql';
import { describe, expect, test } from 'vitest';
import { REFUSAL_RULES } from '#domain/refusal.ts';
import { ERROR_CODES } from '#platform/graphql/errors.ts';
import { errorsDocument } from '#scripts/docs/errors.ts';
import { assertedNames, raiseSites, type Catalogue } from './raise-sites.ts';
import { isGenerated, isTest, isTypeScript, repositoryFiles, root, type SourceFile } from './source-files.ts';

const files = repositoryFiles().filter((file) => isTypeScript(file) && !isGenerated(file));
/** The broker's own parts. Clients, tools and tests may name a code, but raise none. */
const parts = files.filter(
  (file) =>
    /^(contracts|domain|gateway|matching-engine|platform|subgraphs)\//.test(file.path) &&
    !isTest(file) &&
    !file.path.startsWith('gateway/core/example/'),
);
const tests = files.filter(isTest);
const endToEnd = tests.filter((file) => file.path.startsWith('test/e2e/'));

const CODES: Catalogue = { type: 'ErrorCode', carrier: ['extensions', 'code'] };
const RULES: Catalogue = { type: 'RefusalRule', numbers: 'RULE' };

/** Codes of failures, overloads and age, which integration tests cause. End-to-end tests assert all others. */
const OF_FAILURES = [
  'CURSOR_EXPIRED',
  'INTERNAL_SERVER_ERROR',
  'RATE_LIMITED',
  'SERVICE_UNAVAILABLE',
  'SLOW_CONSUMER',
  'SUBSCRIPTION_SCHEMA_RELOAD',
];

const namesIn = (sources: readonly SourceFile[], catalogue: Catalogue): string[] => [
  ...new Set(raiseSites(sources, catalogue).map(({ name }) => name)),
];

/** The files that mention a word: no other raises or asserts it. Parsing all files takes seconds. */
function mentioning(sources: readonly SourceFile[], words: readonly string[]): SourceFile[] {
  const pattern = new RegExp(`\\b(?:${words.join('|')})\\b`);
  return sources.filter(({ text }) => pattern.test(text));
}

const codes = Object.keys(ERROR_CODES);
const rules = Object.keys(REFUSAL_RULES);
const codesRaised = namesIn(mentioning(parts, [...codes, 'ErrorCode', 'extensions']), CODES);
const rulesRaised = namesIn(mentioning(parts, [...rules, 'RefusalRule']), RULES);
const asserted = assertedNames(mentioning(tests, [...codes, ...rules]), RULES);
const assertedFromOutside = assertedNames(endToEnd, CODES);

test('docs/ERRORS.md matches the catalogues', () => {
  expect(readFileSync(`${root}/docs/ERRORS.md`, 'utf8')).toBe(errorsDocument());
});

test('the enum RefusalRule of the graph matches the rules of refusals, sequence and meanings included', () => {
  const { definitions } = parseGraphql(readFileSync(`${root}/contracts/graph/common.graphql`, 'utf8'));
  const values = definitions.flatMap((type) =>
    type.kind === Kind.ENUM_TYPE_DEFINITION && type.name.value === 'RefusalRule' ? (type.values ?? []) : [],
  );
  expect(values.map(({ name, description }) => [name.value, description?.value])).toEqual(
    Object.entries(REFUSAL_RULES),
  );
});

test('the error codes are those that code raises', () => {
  expect(codesRaised.sort()).toEqual([...codes].sort());
});

test('the rules of refusals are those that code raises', () => {
  expect(rulesRaised.sort()).toEqual([...rules].sort());
});

test('a test asserts each error code', () => {
  const unseen = codes.filter(
    (code) => !(OF_FAILURES.includes(code) ? asserted : assertedFromOutside).has(code),
  );
  expect(unseen).toEqual([]);
});

test('a test asserts each rule of refusals', () => {
  expect(rules.filter((rule) => !asserted.has(rule))).toEqual([]);
});

describe('the search for raised names', () => {
  const raised = (text: string): string[] => namesIn([{ path: 'gateway/x.ts', text }], CODES);
  const assertedIn = (text: string): string[] => [...assertedNames([{ path: 'x.test.ts', text }], RULES)];

  test('finds calls of functions that take a code, and codes in extensions', () => {
    const takesCode = 'const fail = (status: number, code: ErrorCode) => new Error(code);';
    expect(raised(`${takesCode} fail(400, 'A'); fail(400, late ? 'B' : 'C');`)).toEqual(['A', 'B', 'C']);
    expect(raised("const error = { message, extensions: { code: 'D' } };")).toEqual(['D']);
  });

  test('ignores other mentions of a name', () => {
    const text = "const FINAL = new Set(['A']); if (code === 'B') note('C'); /* fail('D') */";
    expect(raised(text)).toEqual([]);
  });

  test('counts a name in a matcher or in a table of cases as asserted', () => {
    const text = `test.each([['A']])('%s', () => expect(x).not.toMatchObject({ code: 'B' }));
      expect(answer('C')).toBe(1); const unused = 'D'; expect(y).toBe(RULE.E);`;
    expect(assertedIn(text)).toEqual(['A', 'B', 'E']);
  });
});
