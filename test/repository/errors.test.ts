import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { REFUSAL_RULES } from '#domain/refusal.ts';
import { ERROR_CODES } from '#platform/graphql/errors.ts';
import { errorsDocument } from '#scripts/docs/errors.ts';
import { isGenerated, isTest, isTypeScript, repositoryFiles, root } from './source-files.ts';

const sources = repositoryFiles().filter((file) => isTypeScript(file) && !isGenerated(file) && !isTest(file));
const catalogues = ['domain/refusal.ts', 'platform/graphql/errors.ts'];
const users = sources.filter((file) => !catalogues.includes(file.path));

/** Names in quotes, as the code spells a rule or a code. */
const spelled = (name: string): boolean => users.some((file) => file.text.includes(`'${name}'`));

test('docs/ERRORS.md is what the catalogues say', () => {
  expect(readFileSync(`${root}/docs/ERRORS.md`, 'utf8')).toBe(errorsDocument());
});

test('every rule of the catalogue refuses something', () => {
  expect(Object.keys(REFUSAL_RULES).filter((rule) => !spelled(rule))).toEqual([]);
});

/** Named in the graph's documentation for what comes later: rate limits and bounded streams. */
const NOT_YET_RAISED = ['RATE_LIMITED', 'CURSOR_EXPIRED'];

test('every error code is raised somewhere', () => {
  const unused = Object.keys(ERROR_CODES).filter((code) => !spelled(code) && !NOT_YET_RAISED.includes(code));
  expect(unused).toEqual([]);
});

test('every rule and code that the code spells is in a catalogue', () => {
  const raised = users.flatMap((file) =>
    [...file.text.matchAll(/(?:refuse|graphqlError)\(\s*'([A-Z_]+)'/g)].map((match) => match[1] ?? ''),
  );
  const known: readonly string[] = [...Object.keys(REFUSAL_RULES), ...Object.keys(ERROR_CODES)];
  expect(raised.filter((name) => !known.includes(name))).toEqual([]);
});
