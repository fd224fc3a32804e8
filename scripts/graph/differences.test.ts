import { buildSchema } from 'graphql';
import { describe, expect, test } from 'vitest';
import { countsOf, differencesAsMarkdown, differencesAsText } from './difference-report.ts';
import { differencesOf, type Severity } from './differences.ts';
import { schemaFromSdl } from './schema-from-sdl.ts';

const found = async (before: string, after: string): Promise<string[]> =>
  (await differencesOf(buildSchema(before), buildSchema(after))).map(
    ({ severity, coordinate }) => `${severity} ${coordinate}`,
  );

/** A change of the schema `type Query { a: T }` and its severity for a client. */
const CHANGES: readonly [name: string, before: string, after: string, Severity, coordinate: string][] = [
  ['a removed field', 'type Query { a: Int b: Int }', 'type Query { a: Int }', 'breaking', 'Query.b'],
  ['an added field', 'type Query { a: Int }', 'type Query { a: Int b: Int }', 'safe', 'Query.b'],
  ['a field that becomes nullable', 'type Query { a: Int! }', 'type Query { a: Int }', 'breaking', 'Query.a'],
  ['a field that becomes non-null', 'type Query { a: Int }', 'type Query { a: Int! }', 'safe', 'Query.a'],
  [
    'a removed argument',
    'type Query { a(by: Int): Int }',
    'type Query { a: Int }',
    'breaking',
    'Query.a(by:)',
  ],
  [
    'an added optional argument',
    'type Query { a: Int }',
    'type Query { a(by: Int): Int }',
    'dangerous',
    'Query.a(by:)',
  ],
  [
    'an added required argument',
    'type Query { a: Int }',
    'type Query { a(by: Int!): Int }',
    'breaking',
    'Query.a(by:)',
  ],
  [
    'an argument with a default that becomes non-null',
    'type Query { a(by: Int = 1): Int }',
    'type Query { a(by: Int! = 1): Int }',
    'breaking',
    'Query.a(by:)',
  ],
  [
    'another default',
    'type Query { a(by: Int = 1): Int }',
    'type Query { a(by: Int = 2): Int }',
    'dangerous',
    'Query.a(by:)',
  ],
  [
    'an added value of an enum',
    'enum E { A } type Query { a: E }',
    'enum E { A B } type Query { a: E }',
    'dangerous',
    'E.B',
  ],
  [
    'a removed value of an enum',
    'enum E { A B } type Query { a: E }',
    'enum E { A } type Query { a: E }',
    'breaking',
    'E.B',
  ],
  [
    'a new required input field',
    'input I { a: Int } type Query { a(i: I): Int }',
    'input I { a: Int b: Int! } type Query { a(i: I): Int }',
    'breaking',
    'I.b',
  ],
  [
    'a deprecated field',
    'type Query { a: Int }',
    'type Query { a: Int @deprecated(reason: "b") }',
    'safe',
    'Query.a',
  ],
];

test.each(CHANGES)('%s', async (_name, before, after, severity, coordinate) => {
  expect(await found(before, after)).toContain(`${severity} ${coordinate}`);
});

describe('no difference', () => {
  const plain = 'scalar S type Query { a(by: Int): S }';
  test.each([
    ['the same schema', plain],
    ['descriptions', '"S." scalar S "Q." type Query { "A." a("By." by: Int): S }'],
    ['an order of definitions', 'type Query { a(by: Int): S } scalar S'],
    ['a specification', 'scalar S @specifiedBy(url: "https://example.com/s") type Query { a(by: Int): S }'],
    [
      'directives for servers',
      'directive @owner(team: String) on FIELD_DEFINITION scalar S type Query { a(by: Int): S @owner(team: "x") }',
    ],
    [
      'directives of federation',
      'extend schema @link(url: "https://specs.apollo.dev/federation/v2.9") scalar S type Query @shareable { a(by: Int): S @inaccessible }',
    ],
  ])('%s', async (_name, other) => {
    expect(await differencesOf(schemaFromSdl(plain, 'a'), schemaFromSdl(other, 'b'))).toEqual([]);
  });

  test('a directive for clients is one', async () => {
    const after = schemaFromSdl(`directive @live on QUERY ${plain}`, 'b');
    const differences = await differencesOf(schemaFromSdl(plain, 'a'), after);
    expect(new Set(differences.map(({ coordinate }) => coordinate))).toEqual(new Set(['@live']));
  });
});

test('the worst differences come first, then the coordinates in order', async () => {
  const before = 'type Query { b: Int a: Int } enum E { A }';
  const after = 'type Query { c: Int } enum E { A B }';
  expect(await found(before, after)).toEqual([
    'breaking Query.a',
    'breaking Query.b',
    'dangerous E.B',
    'safe Query.c',
  ]);
});

describe('the report', () => {
  const differences = [
    { severity: 'breaking', coordinate: 'Query.a', message: "Field 'a' was <removed>" },
    { severity: 'safe', coordinate: 'Query.b', message: 'Field was added' },
  ] as const;

  test('counts each severity', () => {
    expect(countsOf(differences)).toBe('1 breaking, 0 dangerous, 1 safe');
  });

  test('prints a block for each severity that has differences', () => {
    expect(differencesAsText(differences, 'From a to b')).toBe(
      "breaking:\n  Query.a: Field 'a' was <removed>\nsafe:\n  Query.b: Field was added\nFrom a to b: 1 breaking, 0 dangerous, 1 safe",
    );
    expect(differencesAsText([], 'From a to b')).toBe('From a to b: 0 breaking, 0 dangerous, 0 safe');
  });

  test('writes Markdown with a heading for each severity, and folds the safe ones', () => {
    expect(differencesAsMarkdown(differences, 'From a to b')).toBe(
      [
        '## From a to b\n',
        '1 breaking, 0 dangerous, 1 safe\n',
        "### Breaking (1)\n\n- `Query.a`: Field 'a' was \\<removed\\>\n",
        '### Dangerous (0)\n',
        '<details>\n<summary>Safe (1)</summary>\n\n- `Query.b`: Field was added\n\n</details>\n',
      ].join('\n'),
    );
  });
});
