import { existsSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';
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
