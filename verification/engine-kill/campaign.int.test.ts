import { execFileSync } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { compileProgram } from '#test/support/programs/compile-program.ts';
import { runCampaign, type CampaignResult } from './campaign.ts';
import { flow } from './flow.ts';

const commands = flow(3_000, 7);
let root: string;
let undisturbed: CampaignResult;

const run = async (name: string, kills: number, standbys: number): Promise<CampaignResult> =>
  runCampaign({
    compiled: {
      engine: await compileProgram('verification/engine-kill/engine.ts'),
      snapshots: await compileProgram('matching-engine/edge/recovery/snapshot-main.ts'),
    },
    commands,
    folder: path.join(root, name),
    kills,
    standbys,
    snapshotEvery: 300,
    seed: 3,
    onKill: () => undefined,
  });

/** The command lines of the processes that work on a campaign's folder. */
const processesOf = (name: string): string[] =>
  execFileSync('ps', ['-eo', 'args'], { encoding: 'utf8' })
    .split('\n')
    .filter((line) => line.includes(path.join(root, name)));

beforeAll(async () => {
  root = await mkdtemp(path.join(tmpdir(), 'engine-kill-'));
  undisturbed = await run('undisturbed', 0, 0);
}, 180_000);
afterAll(() => rm(root, { recursive: true, force: true }));

describe('an engine that is killed repeatedly', { timeout: 300_000 }, () => {
  test.each([
    { how: 'started again', standbys: 0 },
    { how: 'replaced by a standby', standbys: 1 },
  ])(
    'and $how ends in the state of an engine that was never killed, with equal outputs',
    async ({ how, standbys }) => {
      const { stateHash, published, messages, snapshotIndex } = await run(how, 5, standbys);
      expect({ stateHash, published, messages }).toEqual({
        stateHash: undisturbed.stateHash,
        published: undisturbed.published,
        messages: undisturbed.messages,
      });
      expect(undisturbed.repeats).toBe(0);
      expect(snapshotIndex).toBeGreaterThan(0);
      // The processes that make snapshots end too: the caller may remove the folder.
      expect(processesOf(how)).toEqual([]);
    },
  );
});
