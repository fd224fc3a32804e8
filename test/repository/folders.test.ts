import path from 'node:path';
import { expect, test } from 'vitest';
import { isGenerated, repositoryFiles } from './source-files.ts';

/** A reader can survey this number of files. */
const MAX_SOURCES = 16;
const SOURCE = /\.(tsx?|graphql)$/;
const SUITE = /\.(test|contract)\.ts$/;

test('a folder holds at most 16 source files of its own, suites and generated ones aside', () => {
  const counts = new Map<string, number>();
  for (const file of repositoryFiles()) {
    if (!SOURCE.test(file.path) || SUITE.test(file.path) || isGenerated(file)) continue;
    const folder = path.posix.dirname(file.path);
    counts.set(folder, (counts.get(folder) ?? 0) + 1);
  }
  const crowded = [...counts].filter(([, count]) => count > MAX_SOURCES);
  expect(crowded.map(([folder, count]) => `${folder} holds ${count}: divide it by step`)).toEqual([]);
});
