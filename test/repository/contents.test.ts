import { describe, expect, test } from 'vitest';
import { isGenerated, isTest, repositoryFiles } from './source-files.ts';

/** The files and folders of the top level. Another one needs a reason that is good enough to change this list. */
const TOP_LEVEL = [
  'bench',
  'contracts',
  'desk',
  'docs',
  'domain',
  'gateway',
  'matching-engine',
  'platform',
  'prisma',
  'processes',
  'scripts',
  'sdk',
  'simulator',
  'subgraphs',
  'test',
  'verification',
  '.ci',
  '.dockerignore',
  '.gitattributes',
  '.github',
  '.gitignore',
  '.npmrc',
  '.prettierignore',
  '.prettierrc.json',
  'AGENTS.md',
  'CHANGELOG.md',
  'CONTRIBUTING.md',
  'Dockerfile',
  'LICENSE',
  'README.md',
  'codegen.ts',
  'docker-compose.yml',
  'eslint.config.js',
  'llms.txt',
  'package-lock.json',
  'package.json',
  'tsconfig.json',
  'vitest.config.ts',
];

const SUBGRAPHS = ['identity', 'orders', 'wallet', 'assets', 'market-data'];

const files = repositoryFiles();

test('the top level holds what it should and nothing else', () => {
  const found = new Set(files.map((file) => file.path.split('/', 1)[0] ?? ''));
  expect([...found].sort()).toEqual([...TOP_LEVEL].sort());
});

test("no file names a path of a developer's machine", () => {
  const place = /\/(?:home|Users|root|work)\/(?=[a-z])/;
  const offenders = files.filter((file) => place.test(file.text) && file.path !== 'package-lock.json');
  expect(offenders.map((file) => file.path)).toEqual([]);
});

describe('the shape of a subgraph', () => {
  const paths = files.map(({ path }) => path);
  const textOf = (path: string): string => files.find((file) => file.path === path)?.text ?? '';
  const inside = (name: string): string[] => paths.filter((path) => path.startsWith(`subgraphs/${name}/`));
  /** A subgraph's own sources that match a pattern. */
  const holding = (name: string, pattern: RegExp): string[] =>
    files
      .filter((file) => file.path.startsWith(`subgraphs/${name}/`) && !isTest(file) && !isGenerated(file))
      .filter(({ text }) => pattern.test(text))
      .map(({ path }) => path);
  const hasContract = (name: string, contract: string): boolean =>
    textOf(`contracts/calls/${name}.ts`).includes(`export const ${contract} =`);
  const hasCalls = (name: string): boolean => hasContract(name, `${name}RpcContract`);
  const hasOperatorCalls = (name: string): boolean => hasContract(name, `${name}OperatorRpcContract`);

  /** Files that a subgraph has, by the end of their path, and which subgraphs have them: all of them without `when`. */
  const SHAPE: readonly { readonly file: string; readonly when?: (name: string) => boolean }[] = [
    { file: 'graph/schema.graphql' },
    { file: 'graph/context.ts' },
    { file: 'graph/models.ts' },
    { file: 'graph/resolvers.ts' },
    { file: 'start.ts' },
    { file: 'main.ts' },
    { file: 'generated/graph.ts' },
    { file: 'calls.ts', when: hasCalls },
    { file: 'operator-calls.ts', when: hasOperatorCalls },
    {
      file: 'consumers.ts',
      when: (name) => holding(name, /\bgroup: GROUP\b|\.consume\(/).length > 0,
    },
    { file: 'store.ts', when: (name) => inside(name).some((path) => path.endsWith('/store.prisma.ts')) },
    {
      file: 'store.prisma.ts',
      when: (name) => inside(name).some((path) => path.endsWith('/store.ts')),
    },
  ];

  test.each(SUBGRAPHS)('%s has the files that it needs, where they belong', (name) => {
    const missing = SHAPE.filter(({ when }) => when?.(name) ?? true).filter(
      ({ file }) =>
        !inside(name).some((path) => path === `subgraphs/${name}/${file}` || path.endsWith(`/${file}`)),
    );
    expect(missing.map(({ file }) => `subgraphs/${name}/${file}`)).toEqual([]);
  });

  test.each(SUBGRAPHS)('every adapter of %s stands beside its port, and its database has one', (name) => {
    const adapters = inside(name).filter((path) =>
      /(\/store\.prisma|\.(postgres|mongo|folder))\.ts$/.test(path),
    );
    const ports = adapters.map((path) => path.replace(/\.[a-z]+\.ts$/, '.ts'));
    expect(ports.filter((path) => !paths.includes(path))).toEqual([]);
    const hasDatabase = paths.some((path) => path.startsWith(`prisma/${name}/migrations/`));
    expect(adapters.some((path) => /\.(prisma|postgres)\.ts$/.test(path))).toBe(hasDatabase);
  });

  test('docs/ARCHITECTURE.md names no other file of it', () => {
    const paragraph = /^Every subgraph has [^]*?\n\n/m.exec(textOf('docs/ARCHITECTURE.md'))?.[0] ?? '';
    const named = [...paragraph.matchAll(/`(?:[a-z]+\/)?([a-z.]+\.(?:ts|graphql))`/g)].map(
      ([, file]) => file ?? '',
    );
    expect(named.length).toBeGreaterThan(0);
    expect(named.filter((file) => !SHAPE.some((one) => one.file.endsWith(file)))).toEqual([]);
  });
});
