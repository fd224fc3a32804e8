import { expect, test } from 'vitest';
import { repositoryFiles } from './source-files.ts';

/** The rooms of the house. Another one needs a reason that is good enough to change this list. */
const TOP_LEVEL = [
  'bench',
  'contracts',
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
  '.env.example',
  '.gitattributes',
  '.gitignore',
  '.npmrc',
  '.prettierignore',
  '.prettierrc.json',
  'CHANGELOG.md',
  'Dockerfile',
  'LICENSE',
  'README.md',
  'codegen.ts',
  'docker-compose.yml',
  'eslint.config.js',
  'package-lock.json',
  'package.json',
  'tsconfig.json',
  'vitest.config.ts',
];

const SUBGRAPHS = ['identity', 'orders', 'wallet', 'assets', 'market-data'];

const files = repositoryFiles();

test('the top level holds what it should and nothing else', () => {
  const found = new Set(files.map((file) => file.path.split('/', 1)[0] ?? ''));
  expect([...found].filter((name) => !TOP_LEVEL.includes(name))).toEqual([]);
});

test('the lock file names no download address', () => {
  const lock = files.find((file) => file.path === 'package-lock.json');
  expect(lock).toBeDefined();
  expect(lock?.text).not.toMatch(/"resolved": "https?:/);
});

test("no file names a place on somebody's machine", () => {
  const place = /\/(?:home|Users|root|work)\/(?=[a-z])/;
  const offenders = files.filter((file) => place.test(file.text) && file.path !== 'package-lock.json');
  expect(offenders.map((file) => file.path)).toEqual([]);
});

test('every subgraph has the same shape', () => {
  const expected = [
    ...['context.ts', 'models.ts', 'resolvers.ts', 'schema.graphql'].map((file) => `graph/${file}`),
    'start.ts',
    'main.ts',
  ];
  const missing = SUBGRAPHS.flatMap((name) =>
    expected
      .filter((file) => !files.some((found) => found.path === `subgraphs/${name}/${file}`))
      .map((file) => `subgraphs/${name}/${file}`),
  );
  expect(missing).toEqual([]);
});
