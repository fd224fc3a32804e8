import { describe, expect, test } from 'vitest';
import {
  importsOf,
  isGenerated,
  isTest,
  isTypeScript,
  repositoryFiles,
  type SourceFile,
} from './source-files.ts';

/**
 * Allowed imports, as in docs/ARCHITECTURE.md. The first rule whose folder matches a file applies. `may` names the
 * repository's folders that it may import beside its own, `packages` the packages; without `packages` it may import all.
 */
const RULES: readonly { folder: RegExp; may: readonly string[]; packages?: readonly string[] }[] = [
  { folder: /^domain\//, may: [], packages: [] },
  { folder: /^contracts\//, may: ['domain/'], packages: ['zod', 'graphql', 'node:fs', 'node:path'] },
  { folder: /^platform\//, may: [] },
  { folder: /^subgraphs\/[^/]+\/main\.ts$/, may: ['domain/', 'contracts/', 'platform/', 'processes/'] },
  { folder: /^subgraphs\//, may: ['domain/', 'contracts/', 'platform/'] },
  { folder: /^matching-engine\/main\.ts$/, may: ['domain/', 'contracts/', 'platform/', 'processes/'] },
  { folder: /^matching-engine\/(edge\/|start)/, may: ['domain/', 'contracts/', 'platform/'] },
  { folder: /^matching-engine\/journal\//, may: ['domain/', 'contracts/', 'platform/disk-log/'] },
  { folder: /^matching-engine\//, may: ['domain/', 'contracts/'] },
  { folder: /^simulator\/main\.ts$/, may: ['domain/', 'contracts/', 'platform/', 'processes/'] },
  { folder: /^simulator\//, may: ['domain/', 'contracts/', 'platform/'] },
  {
    folder: /^gateway\/core\//,
    may: [
      'platform/counts',
      'platform/fair-queue/fair-queue',
      'platform/fair-queue/late-turns',
      'platform/rate-limits/token-bucket',
      'platform/graphql/',
      'platform/http/',
      'platform/ids',
      'platform/small-map',
      'platform/observability/',
      'platform/process/part',
      'platform/random',
      'platform/shortened',
      'platform/retry/',
      'platform/streams/',
      'platform/time/',
    ],
  },
  { folder: /^gateway\/(main|subgraph-url)\.ts$/, may: ['contracts/', 'platform/', 'processes/'] },
  { folder: /^gateway\//, may: ['contracts/', 'platform/'] },
  { folder: /^sdk\//, may: [] },
  {
    folder: /^desk\//,
    may: ['domain/', 'sdk/'],
    packages: ['react', 'react-dom/client', 'lightweight-charts'],
  },
];

const OURS =
  /^(domain|contracts|platform|subgraphs|matching-engine|simulator|gateway|processes|verification|scripts|sdk|desk|test|bench|prisma)\//;

/** The folder that a file may always import from: its part. */
const ownFolder = (file: string): string =>
  /^(subgraphs\/[^/]+|gateway\/core)\//.exec(file)?.[0] ?? `${file.split('/', 1)[0] ?? ''}/`;

function violationsOf(file: SourceFile): string[] {
  const rule = RULES.find(({ folder }) => folder.test(file.path));
  if (!rule) return [];
  return importsOf(file)
    .filter((target) => {
      if (OURS.test(target))
        return ![ownFolder(file.path), ...rule.may].some((allowed) => target.startsWith(allowed));
      return rule.packages !== undefined && !rule.packages.includes(target);
    })
    .map((target) => `${file.path} imports ${target}`);
}

describe('import directions', () => {
  const files = repositoryFiles().filter((file) => isTypeScript(file) && !isTest(file) && !isGenerated(file));

  test('every file imports only what its folder may', () => {
    expect(files.length).toBeGreaterThan(20);
    expect(files.flatMap(violationsOf)).toEqual([]);
  });

  test('the rules reject a wrong direction', () => {
    const wrong = {
      path: 'domain/x.ts',
      text: "import { Client } from 'pg'; import '#platform/time/clock.ts';",
    };
    expect(violationsOf(wrong)).toEqual([
      'domain/x.ts imports pg',
      'domain/x.ts imports platform/time/clock.ts',
    ]);
    const neighbour = { path: 'subgraphs/orders/x.ts', text: "export * from '../wallet/store/store.ts';" };
    expect(violationsOf(neighbour)).toEqual([
      'subgraphs/orders/x.ts imports subgraphs/wallet/store/store.ts',
    ]);
    const core = {
      path: 'matching-engine/core/x.ts',
      text: "import type { Log } from '#platform/observability/log.ts';",
    };
    expect(violationsOf(core)).toHaveLength(1);
    const gatewayCore = {
      path: 'gateway/core/x.ts',
      text: "import '../auth/verifier.ts'; import './hooks.ts';",
    };
    expect(violationsOf(gatewayCore)).toEqual(['gateway/core/x.ts imports gateway/auth/verifier.ts']);
    const journal = {
      path: 'matching-engine/journal/x.ts',
      text: "import '#platform/disk-log/files.ts'; import '#platform/files/leadership.ts';",
    };
    expect(violationsOf(journal)).toEqual([
      'matching-engine/journal/x.ts imports platform/files/leadership.ts',
    ]);
  });
});
