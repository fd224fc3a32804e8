import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { expect, test } from 'vitest';
import { projectRoot, runProgram } from '#test/support/programs/run-program.ts';
import { buildPrograms, builtProgram } from './build.ts';

const PROGRAM = 'scripts/workflow-check.ts';
const built = (): Promise<string> => readFile(path.join(projectRoot, builtProgram(PROGRAM)), 'utf8');

test('a compiled build compiles a program to the same file as one that the loader runs', async () => {
  await buildPrograms(projectRoot, [PROGRAM]);
  const byLoader = await built();
  expect(byLoader).not.toMatch(/import\.meta\.(dirname|filename|url)/);
  const { ended, errors } = await runProgram('scripts/build.ts', {}, [PROGRAM]);
  expect({ code: await ended, errors: errors() }).toEqual({ code: 0, errors: '' });
  expect(await built()).toBe(byLoader);
});
