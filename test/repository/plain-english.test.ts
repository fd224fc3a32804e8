import { expect, test } from 'vitest';
import { commentsOf, titlesOf } from './comments.ts';
import { isHandWritten, isShell, isTypeScript, repositoryFiles, type SourceFile } from './source-files.ts';

interface Phrase {
  readonly words: RegExp;
  /** The phrase is a fault only where a comment or a title begins. */
  readonly atStart?: true;
  readonly remedy: string;
}

/** Phrases that readers have to read twice, above all those whose first language is not English. */
const PHRASES: readonly Phrase[] = [
  {
    words: /What |Of (?:a|an|the|all|which|whom) |That which |Where (?:it|they) /,
    atStart: true,
    remedy: 'begin with a noun and a verb of the field',
  },
  { words: /\b(?:tell|tells|told|telling)\b/i, remedy: 'write emit, publish, report or show' },
  { words: /\bgo(?:es)? by\b/i, remedy: 'write uses, follows or passes' },
  { words: /\bis there\./i, remedy: 'write exists or arrives' },
  { words: /\b(?:is|are|was|were) asked\b|\basked for\b/i, remedy: 'say who requests it' },
  { words: /\b(?:whoever|whomever|he who)\b/i, remedy: 'name the caller, the client or the reader' },
];

const files = repositoryFiles().filter(
  (file) => isHandWritten(file) && (isTypeScript(file) || file.path.endsWith('.graphql') || isShell(file)),
);

/** The faults of a file: the place, the phrase, the remedy and the text. */
function faultsOf(file: SourceFile): string[] {
  const suspected = PHRASES.filter(({ words }) => words.test(file.text));
  // Most files have none of the words. Parsing only the others keeps this test fast.
  if (suspected.length === 0) return [];
  return [...commentsOf(file), ...titlesOf(file)].flatMap(({ line, text }) =>
    suspected.flatMap(({ words, atStart, remedy }) => {
      const match = words.exec(text);
      if (!match || (atStart && match.index > 0)) return [];
      return [`${file.path}:${line} "${match[0].trim()}": ${remedy}. ${text}`];
    }),
  );
}

test('comments and test titles are plain English', () => {
  expect(files.flatMap(faultsOf)).toEqual([]);
});

const faultyLines = (path: string, text: string): number[] =>
  faultsOf({ path, text }).map((fault) => Number(/:(\d+) /.exec(fault)?.[1]));

test('the check reads comments and titles, and no other strings', () => {
  const code = [
    "const sentence = 'It tells'; // It tells",
    'const regex = /\\/* tells/;',
    'const url = `https://${/* is told */ host}//telling`;',
    '/**',
    ' * What holds.',
    ' */',
    '// The first line',
    '// goes by unseen.',
    "it.each([1])('tells %i', () => {});",
    "describe.skipIf(true)(`told ${url}`, () => report('told'));",
    '// The reader sees What is new.',
  ].join('\n');
  expect(faultyLines('a.ts', code)).toEqual([1, 3, 4, 7, 9, 10]);
});

test('the check reads descriptions of GraphQL and comments of shell', () => {
  expect(
    faultyLines('a.graphql', 'type A {\n  "Of a kind."\n  b: Int # told\n}\n"""\nIt tells.\n"""\n'),
  ).toEqual([2, 3, 5]);
  expect(faultyLines('a.sh', '#!/bin/tell\necho "${tell#told}"\n# It tells.\n')).toEqual([3]);
});
