import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import ts from 'typescript';

export const root = path.resolve(import.meta.dirname, '../..');

/** A file of the repository with its text. */
export interface SourceFile {
  /** From the root, with forward slashes. */
  readonly path: string;
  readonly text: string;
}

let listed: readonly SourceFile[] | undefined;

/** Every file that git tracks or would add, read once: the checks of one process share the texts and their syntax trees. */
export const repositoryFiles = (): readonly SourceFile[] => (listed ??= readFiles());

function readFiles(): SourceFile[] {
  const names = execFileSync('git', ['ls-files', '--cached', '--others', '--exclude-standard'], {
    cwd: root,
    encoding: 'utf8',
    maxBuffer: 64 * 1024 * 1024,
  });
  return names
    .split('\n')
    .filter((file) => file !== '' && existsSync(path.join(root, file)))
    .map((file) => ({ path: file, text: readFileSync(path.join(root, file), 'utf8') }));
}

export const isGenerated = (file: SourceFile): boolean => file.path.includes('/generated/');
/** Neither generated nor the copy of the released graph. */
export const isHandWritten = (file: SourceFile): boolean =>
  !isGenerated(file) && file.path !== 'docs/schema/released.graphql';
export const isShell = (file: SourceFile): boolean => /\.sh$|^\.ci\//.test(file.path);
export const isTypeScript = (file: SourceFile): boolean => /\.(tsx?|mts|cts)$/.test(file.path);
/** Tests, their contracts and their support files. */
export const isTest = (file: SourceFile): boolean =>
  /\.test\.ts$|\.contract\.ts$|(^|\/)test\//.test(file.path);

const parsed = new WeakMap<SourceFile, ts.SourceFile>();

/** The syntax tree of a file, made once. */
export function parse(file: SourceFile): ts.SourceFile {
  const known = parsed.get(file);
  if (known) return known;
  // No check reads the tags of JSDoc.
  const options = {
    languageVersion: ts.ScriptTarget.ES2023,
    jsDocParsingMode: ts.JSDocParsingMode.ParseNone,
  };
  const source = ts.createSourceFile(file.path, file.text, options, true);
  parsed.set(file, source);
  return source;
}

/** The repository's modules that a file imports, as paths from the root; packages keep their names. */
export const importsOf = ({ path: from, text }: SourceFile): string[] =>
  ts.preProcessFile(text, true, true).importedFiles.map(({ fileName }) => resolve(from, fileName));

const manifest = JSON.parse(readFileSync(path.join(root, 'package.json'), 'utf8')) as {
  imports: Record<string, string>;
};

/** The target of an import: a path from the root, or a package. */
export function resolve(from: string, specifier: string): string {
  if (specifier.startsWith('.')) return path.posix.join(path.posix.dirname(from), specifier);
  for (const [name, target] of Object.entries(manifest.imports)) {
    const prefix = name.replace('*', '');
    if (specifier.startsWith(prefix))
      return specifier.replace(prefix, target.replace('./', '').replace('*', ''));
  }
  return specifier;
}
