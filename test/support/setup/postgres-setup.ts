import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { PoolConfig } from 'pg';
import type { TestProject } from 'vitest/node';
import { startEmbeddedPostgres } from '#platform/postgres/embedded.ts';
import { OF_A_BROKER } from '#platform/postgres/server-settings.ts';
import { copyClusterTemplate, ensureClusterTemplate } from '../database/cluster-template.ts';

declare module 'vitest' {
  interface ProvidedContext {
    postgres: PoolConfig;
  }
}

/** One PostgreSQL for all integration tests of a run; each test makes databases of its own in it. */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  await ensureClusterTemplate();
  const parent = await mkdtemp(path.join(tmpdir(), 'my-broker-test-'));
  const folder = path.join(parent, 'postgres');
  await copyClusterTemplate(folder);
  // No table of a test grows for long, and looking for grown ones starts a process for each of many databases.
  const server = await startEmbeddedPostgres(folder, undefined, { ...OF_A_BROKER, autovacuum: 'off' });
  project.provide('postgres', server.connection);
  return async () => {
    await server.stop();
    await rm(parent, { recursive: true, force: true });
  };
}
