import ts from 'typescript';

/** A place in code with the comment `// rule ID`. */
export interface RuleSite {
  readonly rule: string;
  readonly file: string;
  /** The comment's line, from 1. */
  readonly line: number;
}

/** One small change of the code that implements a rule. */
export interface Mutant {
  readonly site: RuleSite;
  /** The change as text: `a < b -> a <= b`. */
  readonly change: string;
  /** The whole file after the change. */
  readonly text: string;
}

const RULE_COMMENT = /\/\/ rule ([A-Z_]+)$/gm;
/** When so many mutants of a site survive, its tests do not check the rule; further mutants add nothing. */
const MAX_MUTANTS_PER_SITE = 12;

/** The sites of a file in order, each with mutants of the statement or declaration below its comment. */
export function mutantsOf(file: string, text: string): Map<RuleSite, Mutant[]> {
  const source = ts.createSourceFile(file, text, ts.ScriptTarget.ES2023, true);
  const found = new Map<RuleSite, Mutant[]>();
  for (const match of text.matchAll(RULE_COMMENT)) {
    const line = source.getLineAndCharacterOfPosition(match.index).line + 1;
    const site = { rule: match[1] ?? '', file, line };
    const target = nodeAfter(source, match.index + match[0].length);
    const edits = target ? withUse(target).flatMap(editsIn).slice(0, MAX_MUTANTS_PER_SITE) : [];
    found.set(
      site,
      edits.map((edit) => ({ site, change: describe(text, edit), text: apply(text, edit) })),
    );
  }
  return found;
}

interface Edit {
  readonly start: number;
  readonly end: number;
  readonly replacement: string;
}

const apply = (text: string, { start, end, replacement }: Edit): string =>
  text.slice(0, start) + replacement + text.slice(end);

const describe = (text: string, { start, end, replacement }: Edit): string =>
  `${text.slice(start, end)} -> ${replacement || 'nothing'}`.replace(/\s+/g, ' ').slice(0, 160);

/** The outermost node that begins first after a position. */
function nodeAfter(source: ts.SourceFile, position: number): ts.Node | null {
  let best: ts.Node | null = null;
  const visit = (node: ts.Node): void => {
    if (node.end <= position) return;
    const start = node.getStart(source);
    if (start >= position && (best === null || start < best.getStart(source))) best = node;
    ts.forEachChild(node, visit);
  };
  visit(source);
  return best;
}

/** The statement below a rule's comment. For a constant also the next statement, which uses it. */
function withUse(target: ts.Node): ts.Node[] {
  if (!ts.isVariableStatement(target) || !ts.isBlock(target.parent)) return [target];
  const { statements } = target.parent;
  const next = statements[statements.indexOf(target) + 1];
  return next ? [next, target] : [target];
}

/** The edits of a statement, in the order of its nodes: edits that disable the rule come before small shifts. */
function editsIn(target: ts.Node): Edit[] {
  const edits: Edit[] = [];
  const replace = (node: ts.Node, replacement: string): void => {
    if (node.getText() !== replacement) edits.push({ start: node.getStart(), end: node.end, replacement });
  };
  const visit = (node: ts.Node): void => {
    if (isType(node)) return;
    mutate(node, replace);
    ts.forEachChild(node, visit);
  };
  visit(target);
  return edits;
}

const isType = (node: ts.Node): boolean => ts.isTypeNode(node) || ts.isImportDeclaration(node);

const SWAPPED: Readonly<Record<string, string>> = {
  '<': '>=',
  '<=': '>',
  '>': '<=',
  '>=': '<',
  '===': '!==',
  '!==': '===',
  '&&': '||',
  '||': '&&',
  '+': '-',
  '-': '+',
  '*': '+',
};

function mutate(node: ts.Node, replace: (node: ts.Node, replacement: string) => void): void {
  if (ts.isIfStatement(node)) {
    replace(node.expression, 'false');
    replace(node.expression, 'true');
  } else if (ts.isConditionalExpression(node)) {
    replace(node.condition, 'false');
    replace(node.condition, 'true');
  } else if (ts.isExpressionStatement(node)) replace(node, ';');
  else if (ts.isArrowFunction(node) && !ts.isBlock(node.body)) negate(node.body, replace);
  else if (
    ts.isVariableDeclaration(node) &&
    node.initializer &&
    ts.isPropertyAccessExpression(node.initializer)
  )
    replace(node.initializer, `(${node.initializer.getText()} + 1)`);
  else if (
    ts.isVariableDeclaration(node) &&
    node.initializer &&
    ts.isElementAccessExpression(node.initializer)
  )
    replace(node.initializer, '({})');
  else if (ts.isReturnStatement(node) && node.expression) negate(node.expression, replace);
  else if (ts.isCaseClause(node)) replace(node.expression, "'no such case'");
  else if (ts.isPropertyAssignment(node) && ts.isIdentifier(node.initializer)) replace(node, '...{}');
  else if (ts.isPropertyAssignment(node) && ts.isPropertyAccessExpression(node.initializer))
    replace(node.initializer, `(${node.initializer.getText()} + 1)`);
  else if (ts.isBinaryExpression(node)) swap(node, replace);
  else if (node.kind === ts.SyntaxKind.TrueKeyword) replace(node, 'false');
  else if (node.kind === ts.SyntaxKind.FalseKeyword) replace(node, 'true');
  else if (ts.isNumericLiteral(node)) replace(node, `(${node.text} + 1)`);
  else if (ts.isStringLiteral(node) && isValue(node)) replace(node, `'${shifted(node.text)}'`);
  else if (ts.isCallExpression(node)) replaceMath(node, replace);
}

/** True for a value in a table. A value in a comparison is not edited, since the comparison is. */
const isValue = ({ parent }: ts.Node): boolean =>
  ts.isPropertyAssignment(parent) || ts.isArrayLiteralExpression(parent);

/** Another text of the same form: a time or day a little later, else a longer name. */
const shifted = (text: string): string =>
  /\d$/.test(text) ? text.replace(/\d$/, (digit) => String((Number(digit) + 1) % 10)) : `${text}_`;

/** Negates a condition; replaces another value by 0. */
function negate(expression: ts.Expression, replace: (node: ts.Node, replacement: string) => void): void {
  const text = expression.getText();
  if (/^(true|false)$|[=<>!]=|&&|\|\||^!|[^=]>|</.test(text)) replace(expression, `!(${text})`);
  else if (ts.isPropertyAccessExpression(expression) || ts.isNumericLiteral(expression))
    replace(expression, '0');
  else if (expression.kind === ts.SyntaxKind.NullKeyword) replace(expression, '0');
}

function swap(node: ts.BinaryExpression, replace: (node: ts.Node, replacement: string) => void): void {
  const swapped = SWAPPED[node.operatorToken.getText()];
  if (swapped !== undefined) replace(node.operatorToken, swapped);
}

function replaceMath(node: ts.CallExpression, replace: (node: ts.Node, replacement: string) => void): void {
  const called = node.expression.getText();
  if (called === 'Math.min') replace(node.expression, 'Math.max');
  else if (called === 'Math.max') replace(node.expression, 'Math.min');
  else if (called.endsWith('.filter'))
    replace(node, (node.expression as ts.PropertyAccessExpression).expression.getText());
}
