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

/**
 * Whether a function of a formatted file may be too long: lines that are indented more than the one before them, and the lines that
 * close their brackets. Texts over several lines have any indentation. Parsing every file takes seconds.
 */
function mayHoldLongFunction(text: string): boolean {
  const open: { readonly indent: number; readonly from: number }[] = [];
  const all = [...text.split('\n'), '.'];
  for (const [at, line] of all.entries()) {
    if (line.split('`').length % 2 === 0) return true;
    const indent = line.search(/\S/);
    if (indent < 0) continue;
    const isClosing = /^\s*[)\]}]/.test(line);
    for (let last = open.at(-1); last && last.indent >= indent; last = open.at(-1)) {
      if (last.indent === indent && isClosing) break;
      if (at - last.from > MAX_FUNCTION_LINES) return true;
      open.pop();
    }
    if ((open.at(-1)?.indent ?? -1) < indent) open.push({ indent, from: at });
  }
  return false;
}

function longFunctions(file: SourceFile): string[] {
  if (!mayHoldLongFunction(file.text)) return [];
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

test('the search finds functions of 61 lines, and no shorter ones', () => {
  const long = (count: number, end = '}'): string => `${'  call();\n'.repeat(count - 2)}${end}\n`;
  const found = (text: string): string[] => longFunctions({ path: 'x.ts', text });
  expect(found(`const f = () => {\n${long(61)}`)).toEqual(['x.ts:1 is 61 lines long']);
  expect(found(`one();\nfunction g(\n  a: number,\n): void {\n${long(60)}`)).toHaveLength(1);
  expect(found(`run(async () => {\n${long(61, '});')}`)).toHaveLength(1);
  expect(found(`function h() {\n  text = \`\n  \`;\n${long(59)}`)).toHaveLength(1);
  expect(found(`function i() {\n${long(60)}function j() {\n${long(60)}`)).toEqual([]);
});
