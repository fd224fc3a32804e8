import { buildSchema } from 'graphql';
import { describe, expect, test } from 'vitest';
import { breaksWithoutReason, explainedCoordinates, reasonsWithoutBreak } from './changelog.ts';
import { differencesOf } from './differences.ts';

const released = buildSchema('type Query { a(by: Int): Int b: Int }');
const current = buildSchema('type Query { a: Int c: Int }');
const differences = await differencesOf(released, current);

describe('reasons in the changelog', () => {
  test.each<[string, string, string[]]>([
    ['a line', '## Unreleased\n\n- Breaking (Query.b): nobody used it.\n', ['Query.b']],
    ['an asterisk', '## Unreleased\n* Breaking (Query.b): it lied.', ['Query.b']],
    ['an argument', '## Unreleased\n- Breaking (Query.a(by:)): it did nothing.\n', ['Query.a(by:)']],
    ['a directive', '## Unreleased\n- Breaking (@live): unsupported.\n', ['@live']],
    ['two lines', '## Unreleased\n- Breaking (A): x.\n- Other.\n- Breaking (B.c): y.\n', ['A', 'B.c']],
    ['no reason', '## Unreleased\n- Breaking (Query.b):\n- Next.\n', []],
    ['the name alone', '## Unreleased\n- Removed `Query.b`.\n', []],
    ['another section', '## Unreleased\n\n## 1.0\n- Breaking (Query.b): nobody used it.\n', []],
    ['a section before it', '## 2.0\n- Breaking (A): x.\n\n## Unreleased\n- Breaking (B): y.\n', ['B']],
    ['no section', '# Changelog\n- Breaking (Query.b): nobody used it.\n', []],
    ['an empty changelog', '', []],
  ])('%s', (_name, changelog, coordinates) => {
    expect([...explainedCoordinates(changelog)]).toEqual(coordinates);
  });
});

test('a breaking change needs a reason for its own coordinate', () => {
  const problems = breaksWithoutReason(differences, '## Unreleased\n- Breaking (Query.b): nobody used it.\n');
  expect(problems).toHaveLength(1);
  expect(problems[0]).toContain('"- Breaking (Query.a(by:)): reason"');
});

test('breaking changes with reasons pass, and safe ones need none', () => {
  const changelog = '## Unreleased\n- Breaking (Query.b): unused.\n- Breaking (Query.a(by:)): no effect.\n';
  expect(breaksWithoutReason(differences, changelog)).toEqual([]);
  expect(reasonsWithoutBreak(differences, changelog)).toEqual([]);
});

test('a reason without a breaking change is a problem', () => {
  const problems = reasonsWithoutBreak(differences, '## Unreleased\n- Breaking (Query.c): it is new.\n');
  expect(problems).toHaveLength(1);
  expect(problems[0]).toContain('Breaking (Query.c)');
});
