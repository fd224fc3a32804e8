import { expect, test } from 'vitest';
import { isGenerated, isTest, isTypeScript, repositoryFiles } from './source-files.ts';

const NORMALIZES = /\.normalize\(/;

test('text is normalised in one place, which checks its length first', () => {
  const files = repositoryFiles()
    .filter((file) => isTypeScript(file) && !isGenerated(file) && !isTest(file))
    .filter(({ text }) => NORMALIZES.test(text))
    .map(({ path }) => path);
  expect(files).toEqual([expect.stringMatching(/(^|\/)normalize-text\.ts$/)]);
});
