import { describe, expect, test } from 'vitest';
import { importsOf, isGenerated, isTypeScript, repositoryFiles, type SourceFile } from './source-files.ts';

/** Groups of files that import each other, also by way of others, types included. */
function circlesOf(files: readonly SourceFile[]): string[][] {
  const known = new Set(files.map(({ path }) => path));
  const targets = new Map(
    files.map((file) => [file.path, importsOf(file).filter((target) => known.has(target))]),
  );
  const reached = new Map([...known].map((path) => [path, reachableFrom(path, targets)]));
  const circles = new Map<string, string[]>();
  for (const [path, others] of reached) {
    if (!others.has(path)) continue;
    const circle = [...others].filter((other) => reached.get(other)?.has(path)).sort();
    circles.set(circle.join(' '), circle);
  }
  return [...circles.values()];
}

function reachableFrom(start: string, targets: ReadonlyMap<string, readonly string[]>): Set<string> {
  const found = new Set<string>();
  const open = [...(targets.get(start) ?? [])];
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    if (found.has(next)) continue;
    found.add(next);
    open.push(...(targets.get(next) ?? []));
  }
  return found;
}

describe('circles of imports', () => {
  test('no file imports one that imports it', () => {
    const files = repositoryFiles().filter((file) => isTypeScript(file) && !isGenerated(file));
    expect(files.length).toBeGreaterThan(500);
    expect(circlesOf(files)).toEqual([]);
  });

  test('the check finds circles of values and of types', () => {
    const files = [
      { path: 'domain/a.ts', text: "import { b } from './b.ts';" },
      { path: 'domain/b.ts', text: "import type { C } from '#domain/c.ts';" },
      { path: 'domain/c.ts', text: "import './a.ts'; import './d.ts';" },
      { path: 'domain/d.ts', text: '' },
    ];
    expect(circlesOf(files)).toEqual([['domain/a.ts', 'domain/b.ts', 'domain/c.ts']]);
  });
});
