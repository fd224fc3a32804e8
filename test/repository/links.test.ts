import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';
import { linkedFiles } from '#gateway/pages/project-documents.ts';
import { repositoryFiles, root, type SourceFile } from './source-files.ts';

const isPage = ({ path: file }: SourceFile): boolean => file.endsWith('.md') || file === 'llms.txt';

/** Relative targets of the links of a page, as `page -> target`, that do not exist. Code blocks hold no links. */
function deadLinks({ path: page, text }: SourceFile): string[] {
  const prose = text.replace(/^```[\s\S]*?^```/gm, '').replace(/`[^`\n]*`(?!\]\()/g, '');
  const targets = [
    ...[...prose.matchAll(/\]\(<?([^)\s>]+)>?(?:\s+"[^"]*")?\)/g)].map(([, target]) => target ?? ''),
    ...[...prose.matchAll(/^\[[^\]]+\]:\s+(\S+)/gm)].map(([, target]) => target ?? ''),
  ];
  return targets
    .filter((target) => !/^([a-z][a-z0-9+.-]*:|#)/i.test(target))
    .filter((target) => {
      const [file = ''] = target.split('#', 1);
      return !existsSync(path.join(root, path.dirname(page), decodeURIComponent(file)));
    })
    .map((target) => `${page} -> ${target}`);
}

const pages = repositoryFiles().filter(isPage);

test('no page links to a missing file', () => {
  expect(pages.length).toBeGreaterThan(5);
  expect(pages.flatMap(deadLinks)).toEqual([]);
});

test('llms.txt leads to the schema, the SDK, the requests and every page of docs/', () => {
  const text = pages.find(({ path: file }) => file === 'llms.txt')?.text ?? '';
  const needed = [
    'gateway/generated/api.graphql',
    'sdk/README.md',
    'sdk/collection/README.md',
    ...pages.map(({ path: file }) => file).filter((file) => /^docs\/[^/]+\.md$/.test(file)),
  ];
  expect(needed.filter((file) => !text.includes(`](${file})`))).toEqual([]);
});

test('the image has llms.txt and each file that it links to', () => {
  const textOf = (file: string): string => readFileSync(path.join(root, file), 'utf8');
  const copied = [...textOf('Dockerfile').matchAll(/^COPY (?!--)(.+) \S+$/gm)].flatMap(([, sources]) =>
    sources?.split(' '),
  );
  const admitted = [...textOf('.dockerignore').matchAll(/^!(.+)$/gm)].map(([, pattern]) => pattern);
  const covers = (pattern = '', file: string): boolean =>
    file === pattern || file.startsWith(`${pattern}/`) || pattern === `${path.dirname(file)}/*.md`;
  const files = ['llms.txt', ...linkedFiles(textOf('llms.txt'))];
  expect(files.length).toBeGreaterThan(20);
  for (const patterns of [copied, admitted])
    expect(files.filter((file) => !patterns.some((pattern) => covers(pattern, file)))).toEqual([]);
});

test('the search finds dead links only', () => {
  const text = [
    '[there](ARCHITECTURE.md#time) [site](https://example.com/x) [here](#here) `[code](none.md)`',
    '[`code`](NONE.md) [gone](../gone.ts "title")',
    '```',
    '[in a block](none.md)',
    '```',
    '[reference]: nowhere.md',
  ].join('\n');
  expect(deadLinks({ path: 'docs/x.md', text })).toEqual([
    'docs/x.md -> NONE.md',
    'docs/x.md -> ../gone.ts',
    'docs/x.md -> nowhere.md',
  ]);
});
