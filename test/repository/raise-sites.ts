import ts from 'typescript';
import { parse, resolve, type SourceFile } from './source-files.ts';

/** A place where code raises a name of a catalogue. */
export interface RaiseSite {
  readonly name: string;
  readonly file: string;
}

/** How code raises the names of one catalogue. */
export interface Catalogue {
  /** The type of its names: a function with a parameter of this type raises what it is called with. */
  readonly type: string;
  /** The table of its numbers: reading an entry raises it. */
  readonly numbers?: string;
  /** The path of properties that carries a name in an object: `extensions.code`. */
  readonly carrier?: readonly [outer: string, inner: string];
}

/** Functions that raise a name, by their local name in a file, with the position of the parameter that takes it. */
type Raisers = ReadonlyMap<string, number>;

/**
 * The places that raise a name: a string given to a function that takes the catalogue's type, an entry of its table of
 * numbers, or a string in its carrier. A name in a comparison, a set or a comment raises nothing.
 */
export function raiseSites(files: readonly SourceFile[], catalogue: Catalogue): RaiseSite[] {
  const sources = files.map(parse);
  const declared = new Map(sources.map((source) => [source.fileName, raisersIn(source, catalogue.type)]));
  return sources.flatMap((source) => {
    const raisers = new Map([...importedRaisers(source, declared), ...(declared.get(source.fileName) ?? [])]);
    const found: RaiseSite[] = [];
    const visit = (node: ts.Node): void => {
      for (const name of namesRaisedBy(node, raisers, catalogue)) found.push({ name, file: source.fileName });
      ts.forEachChild(node, visit);
    };
    visit(source);
    return found;
  });
}

function raisersIn(source: ts.SourceFile, type: string): Raisers {
  const found = new Map<string, number>();
  const visit = (node: ts.Node): void => {
    if (ts.isFunctionDeclaration(node) || ts.isArrowFunction(node)) {
      const place = node.parameters.findIndex((parameter) => parameter.type?.getText(source) === type);
      const named = ts.isArrowFunction(node) && ts.isVariableDeclaration(node.parent) ? node.parent : node;
      const name = 'name' in named ? named.name?.getText(source) : undefined;
      if (place >= 0 && name !== undefined) found.set(name, place);
    }
    ts.forEachChild(node, visit);
  };
  visit(source);
  return found;
}

function importedRaisers(source: ts.SourceFile, declared: ReadonlyMap<string, Raisers>): Raisers {
  const found = new Map<string, number>();
  for (const statement of source.statements) {
    const bindings = ts.isImportDeclaration(statement) && statement.importClause?.namedBindings;
    if (!bindings || !ts.isNamedImports(bindings)) continue;
    const from = resolve(source.fileName, (statement.moduleSpecifier as ts.StringLiteral).text);
    for (const { name, propertyName } of bindings.elements) {
      const place = declared.get(from)?.get((propertyName ?? name).text);
      if (place !== undefined) found.set(name.text, place);
    }
  }
  return found;
}

function namesRaisedBy(node: ts.Node, raisers: Raisers, { numbers, carrier }: Catalogue): string[] {
  if (ts.isCallExpression(node) && ts.isIdentifier(node.expression)) {
    const place = raisers.get(node.expression.text);
    return place === undefined ? [] : stringsOf(node.arguments[place]);
  }
  const entry = entryOf(node, numbers);
  if (entry !== null) return [entry];
  if (carrier && isProperty(node, carrier[0]) && ts.isObjectLiteralExpression(node.initializer)) {
    const inner = node.initializer.properties.find((property) => isProperty(property, carrier[1]));
    return inner && isProperty(inner, carrier[1]) ? stringsOf(inner.initializer) : [];
  }
  return [];
}

const isProperty = (node: ts.Node, name: string): node is ts.PropertyAssignment =>
  ts.isPropertyAssignment(node) && ts.isIdentifier(node.name) && node.name.text === name;

/** The string literal, or both literals of a conditional expression. */
function stringsOf(node: ts.Expression | undefined): string[] {
  if (!node) return [];
  if (ts.isStringLiteral(node)) return [node.text];
  return ts.isConditionalExpression(node) ? [...stringsOf(node.whenTrue), ...stringsOf(node.whenFalse)] : [];
}

const NAME = /\b[A-Z][A-Z_]*\b/g;

/** Names that tests assert: in the arguments of a matcher or in the rows of a table of cases. */
export function assertedNames(files: readonly SourceFile[], { numbers }: Catalogue): Set<string> {
  const found = new Set<string>();
  const collect = (node: ts.Node): void => {
    if (ts.isStringLiteral(node)) for (const [name] of node.text.matchAll(NAME)) found.add(name);
    const entry = entryOf(node, numbers);
    if (entry !== null) found.add(entry);
    ts.forEachChild(node, collect);
  };
  const visit = (node: ts.Node): void => {
    if (ts.isCallExpression(node) && isAssertion(node)) node.arguments.forEach(collect);
    ts.forEachChild(node, visit);
  };
  for (const file of files) visit(parse(file));
  return found;
}

/** The name of an entry of a table of numbers, null for anything else. */
function entryOf(node: ts.Node, numbers: string | undefined): string | null {
  const isEntry =
    ts.isPropertyAccessExpression(node) &&
    ts.isIdentifier(node.expression) &&
    node.expression.text === numbers;
  return isEntry ? node.name.text : null;
}

/** `expect(x)...matcher(THIS)` or `test.each(THIS)`. */
function isAssertion({ expression }: ts.CallExpression): boolean {
  if (!ts.isPropertyAccessExpression(expression)) return false;
  const root = rootOf(expression);
  return root === 'expect' || (expression.name.text === 'each' && (root === 'test' || root === 'describe'));
}

function rootOf(node: ts.Expression): string | null {
  if (ts.isIdentifier(node)) return node.text;
  if (ts.isPropertyAccessExpression(node) || ts.isCallExpression(node)) return rootOf(node.expression);
  return null;
}
