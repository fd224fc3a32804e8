import ts from 'typescript';
import { expect, test } from 'vitest';
import {
  isGenerated,
  isTest,
  isTypeScript,
  parse,
  repositoryFiles,
  type SourceFile,
} from './source-files.ts';

/** Where a file or a function surely holds more than one idea. The aim is 300 and 60. */
const MAX_FILE_LINES = 400;
const MAX_FUNCTION_LINES = 80;

const files = repositoryFiles().filter((file) => isTypeScript(file) && !isGenerated(file));

const lines = (text: string): number => text.split('\n').length - 1;

function longFunctions(file: SourceFile): string[] {
  const source = parse(file);
  const found: string[] = [];
  const lineOf = (position: number): number => source.getLineAndCharacterOfPosition(position).line + 1;
  const visit = (node: ts.Node): void => {
    if (ts.isFunctionLike(node) && 'body' in node && node.body) {
      const length = lineOf(node.getEnd()) - lineOf(node.getStart());
      if (length > MAX_FUNCTION_LINES)
        found.push(`${file.path}:${lineOf(node.getStart())} is ${length} lines long`);
    }
    ts.forEachChild(node, visit);
  };
  visit(source);
  return found;
}

const tooLong = files.filter((file) => !isTest(file)).flatMap(longFunctions);

test('no file is too long', () => {
  const long = files.filter((file) => lines(file.text) > MAX_FILE_LINES);
  expect(long.map((file) => `${file.path} has ${lines(file.text)} lines: split it by ideas`)).toEqual([]);
});

test('no function is too long', () => {
  expect(tooLong).toEqual([]);
});
