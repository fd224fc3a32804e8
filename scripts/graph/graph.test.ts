import { buildSchema } from 'graphql';
import { expect, test } from 'vitest';
import { breakingChanges } from './breaking.ts';
import { lintDescriptions, lintNames } from './lint.ts';

const released = buildSchema('type Query { "A." a: Int "B." b: Int }');

test('a field that is gone breaks, unless the changelog tells why', async () => {
  const today = buildSchema('type Query { "A." a: Int "C." c: Int }');
  expect(await breakingChanges(released, today, '# Changelog\n\n## Unreleased\n')).toHaveLength(1);
  expect(
    await breakingChanges(released, today, '# Changelog\n\n## Unreleased\n- `Query.b` was never right.\n'),
  ).toEqual([]);
  expect(
    await breakingChanges(released, today, '## Unreleased\n\n## 0.1.0\n- `Query.b` went.\n'),
  ).toHaveLength(1);
});

test('what is new breaks nothing', async () => {
  const today = buildSchema('type Query { "A." a: Int "B." b: Int "C." c: Int }');
  expect(await breakingChanges(released, today, '')).toEqual([]);
});

test('what a client sees is described and named as the rest', () => {
  const schema = buildSchema('type Query { a(by: Int): thing } "T." type thing { "V." Value: Int }');
  expect(lintDescriptions(schema)).toEqual(['Query.a has no description']);
  expect(lintNames(schema)).toEqual([
    'thing does not keep to the naming of the graph',
    'thing.Value does not keep to the naming of the graph',
  ]);
});
