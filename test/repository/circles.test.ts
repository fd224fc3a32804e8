import { describe, expect, test } from 'vitest';
import { importsOf, isGenerated, isTypeScript, repositoryFiles, type SourceFile } from './source-files.ts';

/** Imports between files, as pairs. */
type Import = readonly [from: string, to: string];

/**
 * Files that import each other, also by way of others, types included. Leaves out, until nothing changes, each import of a file that imports
 * nothing more, and each import by a file that nothing more imports: those that stay are in a circle, or between two circles.
 */
function inCircles(files: readonly SourceFile[]): string[] {
  const known = new Set(files.map(({ path }) => path));
  let imports = files.flatMap((file) => importsOf(file).map((to): Import => [file.path, to]));
  imports = imports.filter(([, to]) => known.has(to));
  for (let before = Infinity; imports.length < before;) {
    before = imports.length;
    const importers = new Set(imports.map(([from]) => from));
    const imported = new Set(imports.map(([, to]) => to));
    imports = imports.filter(([from, to]) => importers.has(to) && imported.has(from));
  }
  return [...new Set(imports.flat())].sort();
}

describe('circles of imports', () => {
  test('no file imports one that imports it', () => {
    const files = repositoryFiles().filter((file) => isTypeScript(file) && !isGenerated(file));
    expect(files.length).toBeGreaterThan(500);
    expect(inCircles(files)).toEqual([]);
  });

  test('the check finds circles of values and of types', () => {
    const files = [
      { path: 'domain/a.ts', text: "import { b } from './b.ts';" },
      { path: 'domain/b.ts', text: "import type { C } from '#domain/c.ts';" },
      { path: 'domain/c.ts', text: "import './a.ts'; import './d.ts';" },
      { path: 'domain/d.ts', text: "import './e.ts';" },
      { path: 'domain/e.ts', text: '' },
      { path: 'domain/f.ts', text: "import './a.ts';" },
    ];
    expect(inCircles(files)).toEqual(['domain/a.ts', 'domain/b.ts', 'domain/c.ts']);
  });
});
