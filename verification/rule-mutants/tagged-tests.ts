import { importsOf, isTest, type SourceFile } from '#test/repository/source-files.ts';

const isUnitTest = (path: string): boolean => /(?<!\.int|\.e2e)\.test\.ts$/.test(path);

/** Unit test files that run a test with `[RULE]` in its title: they contain the test or import its suite. */
export function taggedTests(files: readonly SourceFile[], rule: string): string[] {
  const tests = files.filter(isTest);
  const importers = new Map<string, string[]>();
  for (const file of tests)
    for (const imported of importsOf(file))
      importers.set(imported, [...(importers.get(imported) ?? []), file.path]);
  const reached = new Set<string>();
  const visit = (path: string): void => {
    if (reached.has(path)) return;
    reached.add(path);
    importers.get(path)?.forEach(visit);
  };
  for (const { path, text } of tests) if (text.includes(`[${rule}]`)) visit(path);
  return [...reached].filter(isUnitTest).sort();
}
