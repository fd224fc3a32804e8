import { buildSchema } from 'graphql';
import { expect, test } from 'vitest';
import { breakingChanges } from './breaking.ts';
import { lintDescriptions, lintNames } from './lint.ts';

const released = buildSchema('type Query { "A." a: Int "B." b: Int }');

test('a removed field is a breaking change, unless the changelog explains it', async () => {
  const today = buildSchema('type Query { "A." a: Int "C." c: Int }');
  expect(await breakingChanges(released, today, '# Changelog\n\n## Unreleased\n')).toHaveLength(1);
  expect(
    await breakingChanges(released, today, '# Changelog\n\n## Unreleased\n- `Query.b` was never right.\n'),
  ).toEqual([]);
  expect(
    await breakingChanges(released, today, '## Unreleased\n\n## 0.1.0\n- `Query.b` went.\n'),
  ).toHaveLength(1);
});

test('an added field is no breaking change', async () => {
  const today = buildSchema('type Query { "A." a: Int "B." b: Int "C." c: Int }');
  expect(await breakingChanges(released, today, '')).toEqual([]);
});

test('finds missing descriptions and unconventional names', () => {
  const schema = buildSchema('type Query { a(by: Int): thing } "T." type thing { "V." Value: Int }');
  expect(lintDescriptions(schema)).toEqual(['Query.a has no description']);
  expect(lintNames(schema)).toEqual([
    'thing does not follow the naming conventions of the graph',
    'thing.Value does not follow the naming conventions of the graph',
  ]);
});
