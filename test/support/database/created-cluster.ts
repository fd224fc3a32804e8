import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { onTestFinished } from 'vitest';
import { copyClusterTemplate } from './cluster-template.ts';

/**
 * The folder of an embedded PostgreSQL whose cluster an earlier start has created, for one test. Creating one takes a second of a
 * processor.
 */
export async function createdCluster(): Promise<string> {
  const parent = await mkdtemp(path.join(tmpdir(), 'my-broker-cluster-'));
  onTestFinished(() => rm(parent, { recursive: true, force: true }));
  const folder = path.join(parent, 'postgres');
  await copyClusterTemplate(folder);
  return folder;
}
