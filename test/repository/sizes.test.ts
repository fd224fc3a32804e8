import ts from 'typescript';
import { expect, test } from 'vitest';
import { isSuiteOrTest } from './comments.ts';
import {
  isHandWritten,
  isShell,
  isTypeScript,
  parse,
  repositoryFiles,
  type SourceFile,
} from './source-files.ts';

/** A longer file or function surely holds more than one idea. */
const MAX_FILE_LINES = 300;
const MAX_FUNCTION_LINES = 60;

const handWritten = repositoryFiles().filter(isHandWritten);

const lines = (text: string): number => text.split('\n').length - 1;

function longFunctions(file: SourceFile): string[] {
  if (lines(file.text) <= MAX_FUNCTION_LINES) return [];
  const source = parse(file);
  const found: string[] = [];
  const lineOf = (position: number): number => source.getLineAndCharacterOfPosition(position).line + 1;
  const visit = (node: ts.Node): void => {
    if (ts.isFunctionLike(node) && 'body' in node && node.body && !isListOfTests(node)) {
      const first = lineOf(node.getStart(source));
      const length = lineOf(node.getEnd()) - first + 1;
      if (length > MAX_FUNCTION_LINES) found.push(`${file.path}:${first} is ${length} lines long`);
    }
    ts.forEachChild(node, visit);
  };
  visit(source);
  return found;
}

/** Whether a function only lists tests: the callback of `describe`, or a contract that calls `describe` or `test`. */
function isListOfTests(node: ts.SignatureDeclaration): boolean {
  const body = 'body' in node ? node.body : undefined;
  return (
    body !== undefined &&
    ts.isBlock(body) &&
    body.statements.some(
      (statement) =>
        ts.isExpressionStatement(statement) &&
        ts.isCallExpression(statement.expression) &&
        isSuiteOrTest(statement.expression.expression),
    )
  );
}

// Outside the test, whose time limit parsing all files may exceed on a busy machine.
const tooLong = handWritten.filter(isTypeScript).flatMap(longFunctions);

test('no file is too long', () => {
  const long = handWritten
    .filter((file) => isTypeScript(file) || file.path.endsWith('.graphql') || isShell(file))
    .filter((file) => lines(file.text) > MAX_FILE_LINES);
  expect(long.map((file) => `${file.path} has ${lines(file.text)} lines: split it by ideas`)).toEqual([]);
});

test('no function is too long', () => {
  expect(tooLong).toEqual([]);
});
