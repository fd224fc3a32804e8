import ts from 'typescript';
import { isTypeScript, parse, type SourceFile } from './source-files.ts';

/** A comment or a title of a test, with the line of the file on which it starts. */
export interface Prose {
  readonly line: number;
  readonly text: string;
}

/** The comments of a TypeScript, GraphQL or shell file. Consecutive line comments are one comment. */
export const commentsOf = (file: SourceFile): Prose[] =>
  isTypeScript(file) ? typeScriptComments(file) : hashCommentsAndDescriptions(file.text);

/** The titles of the tests and suites of a TypeScript file. Other files have none. */
export function titlesOf(file: SourceFile): Prose[] {
  if (!isTypeScript(file)) return [];
  const source = parse(file);
  const titles: Prose[] = [];
  const visit = (node: ts.Node): void => {
    const [title] = ts.isCallExpression(node) && isSuiteOrTest(node.expression) ? node.arguments : [];
    if (title && (ts.isStringLiteralLike(title) || ts.isTemplateExpression(title)))
      titles.push({ line: lineAt(source, title.getStart(source)), text: title.getText(source).slice(1, -1) });
    ts.forEachChild(node, visit);
  };
  visit(source);
  return titles;
}

/** Whether an expression is `it`, `test` or `describe`, or is made from one: `test.each(cases)`, `describe.skipIf(x)`. */
export function isSuiteOrTest(expression: ts.Expression): boolean {
  if (ts.isIdentifier(expression)) return ['it', 'test', 'describe'].includes(expression.text);
  if (ts.isPropertyAccessExpression(expression)) return isSuiteOrTest(expression.expression);
  if (ts.isCallExpression(expression)) return isSuiteOrTest(expression.expression);
  return ts.isTaggedTemplateExpression(expression) && isSuiteOrTest(expression.tag);
}

function typeScriptComments(file: SourceFile): Prose[] {
  const source = parse(file);
  const comments: (Prose & { readonly isLine: boolean; readonly end: number })[] = [];
  for (const { start, end } of commentRanges(source)) {
    const raw = file.text.slice(start, end);
    const isLine = raw.startsWith('//');
    const text = withoutMarks(raw);
    const line = lineAt(source, start);
    const previous = comments.at(-1);
    const continues =
      isLine && previous?.isLine && /^\r?\n[ \t]*$/.test(file.text.slice(previous.end, start));
    if (continues) comments[comments.length - 1] = { ...previous, text: `${previous.text} ${text}`, end };
    else comments.push({ line, text, isLine, end });
  }
  return comments;
}

/**
 * The scanner alone cannot know whether a slash starts a regular expression or whether a brace ends the
 * substitution of a template. The syntax tree knows.
 */
function commentRanges(source: ts.SourceFile): { start: number; end: number }[] {
  const rescanned = new Set<number>();
  const visit = (node: ts.Node): void => {
    if (ts.isRegularExpressionLiteral(node) || ts.isTemplateMiddleOrTemplateTail(node))
      rescanned.add(node.getStart(source));
    ts.forEachChild(node, visit);
  };
  visit(source);

  const scanner = ts.createScanner(ts.ScriptTarget.ES2023, false, ts.LanguageVariant.Standard, source.text);
  const ranges: { start: number; end: number }[] = [];
  for (let kind = scanner.scan(); kind !== ts.SyntaxKind.EndOfFileToken; kind = scanner.scan()) {
    const start = scanner.getTokenStart();
    if (kind === ts.SyntaxKind.SingleLineCommentTrivia || kind === ts.SyntaxKind.MultiLineCommentTrivia)
      ranges.push({ start, end: scanner.getTokenEnd() });
    else if (rescanned.has(start) && kind === ts.SyntaxKind.CloseBraceToken)
      scanner.reScanTemplateToken(false);
    else if (rescanned.has(start)) scanner.reScanSlashToken();
  }
  return ranges;
}

/** GraphQL descriptions in triple or single quotes, and comments of GraphQL and shell after `#`. */
function hashCommentsAndDescriptions(text: string): Prose[] {
  const pattern = /"""([\s\S]*?)"""|^[ \t]*"([^"\n]+)"[ \t]*$|(?<=^|\s)#(?!!)([^\n]*(?:\n[ \t]*#[^\n]*)*)/gm;
  return [...text.matchAll(pattern)].map((match) => ({
    line: text.slice(0, match.index).split('\n').length,
    text: (match[1] ?? match[2] ?? match[3] ?? '').replace(/[\s#]+/g, ' ').trim(),
  }));
}

const withoutMarks = (comment: string): string =>
  comment
    .replace(/^\/\/+|^\/\*+|\*+\/$/g, '')
    .replace(/\n[ \t]*\*?/g, ' ')
    .replace(/\s+/g, ' ')
    .trim();

const lineAt = (source: ts.SourceFile, position: number): number =>
  source.getLineAndCharacterOfPosition(position).line + 1;
