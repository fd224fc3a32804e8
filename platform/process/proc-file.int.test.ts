import { existsSync } from 'node:fs';
import { expect, test } from 'vitest';
import { readProcFile, residentBytes, statFields } from './proc-file.ts';

/** Above the highest process id that Linux gives, 2^22. */
const NO_PROCESS = 2 ** 22 + 1;

test('a process that does not run has no files', async () => {
  expect(await readProcFile(NO_PROCESS, 'status')).toBeNull();
  expect(await statFields(NO_PROCESS)).toBeNull();
  expect(await residentBytes(NO_PROCESS)).toBe(0);
});

test.skipIf(!existsSync('/proc/self'))('reads the files of a process that runs', async () => {
  expect(await readProcFile('self', 'status')).toMatch(/^Name:/);
  // The state, then the parent.
  expect(await statFields(process.pid)).toEqual(
    expect.arrayContaining([expect.stringMatching(/^[RS]$/), String(process.ppid)]),
  );
  expect(await residentBytes(process.pid)).toBeGreaterThan(10_000_000);
});

test.skipIf(!existsSync('/proc/self'))(
  'a folder in place of a file is no process that has ended',
  async () => {
    await expect(readProcFile('self', 'task')).rejects.toThrow('EISDIR');
  },
);
