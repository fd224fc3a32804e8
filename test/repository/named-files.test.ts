import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { repositoryFiles, root, type SourceFile } from './source-files.ts';

/** The pages whose readers open the named files and run the named commands. */
const PAGES = ['AGENTS.md', 'CONTRIBUTING.md'];

const files = repositoryFiles();
const paths = files.map(({ path }) => path);
const folders = new Set(paths.map((path) => path.split('/', 1)[0]));
const { scripts } = JSON.parse(readFileSync(`${root}/package.json`, 'utf8')) as { scripts: object };

const exists = (path: string): boolean => paths.some((one) => one === path || one.startsWith(path));

/** Words of code spans that begin with a folder of the top level. A word in capitals is a placeholder. */
const missingFiles = ({ path: page, text }: SourceFile): string[] =>
  [...text.matchAll(/`([^`\n]+)`/g)]
    .flatMap(([, span = '']) => span.split(/\s+/))
    .filter((word) => /^[a-z.][a-z-]*\/[\w./-]*$/.test(word) && folders.has(word.split('/', 1)[0]))
    .filter((word) => !/\b[A-Z]{4}/.test(word) || word.endsWith('.md'))
    .filter((word) => !exists(word))
    .map((word) => `${page} names ${word}`);

const missingScripts = ({ path: page, text }: SourceFile): string[] =>
  [...text.matchAll(/npm run (?:--silent )?([a-z:-]+)/g)]
    .map(([, name = '']) => name)
    .filter((name) => !Object.hasOwn(scripts, name))
    .map((name) => `${page} names npm run ${name}`);

const pages = files.filter(({ path }) => PAGES.includes(path));

test('every named file and folder exists', () => {
  expect(pages.map(({ path }) => path)).toEqual(PAGES);
  expect(pages.flatMap(missingFiles)).toEqual([]);
});

test('every named npm script exists', () => {
  expect(pages.flatMap(missingScripts)).toEqual([]);
});

test('the search finds a file and a script that do not exist, and skips placeholders', () => {
  const text =
    '`domain/none.ts` `npx vitest run contracts/none` `contracts/golden/NAME.v1.json` `docs/NONE.md` `npm run none`';
  const page = { path: 'x.md', text: `${text} \`domain/refusal.ts\` \`test/e2e\` \`npm run lint\`` };
  expect(missingFiles(page)).toEqual([
    'x.md names domain/none.ts',
    'x.md names contracts/none',
    'x.md names docs/NONE.md',
  ]);
  expect(missingScripts(page)).toEqual(['x.md names npm run none']);
});
