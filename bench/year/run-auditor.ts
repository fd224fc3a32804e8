import { spawn } from 'node:child_process';
import { once } from 'node:events';
import path from 'node:path';
import { environment } from '#platform/config.ts';
import { residentBytes } from '#platform/process/proc-file.ts';
import { createWallClock, delay } from '#platform/time/clock.ts';

const root = path.resolve(import.meta.dirname, '../..');
const SAMPLE_MS = 100;

export interface AuditRun {
  readonly seconds: number;
  /** Highest resident memory of the auditor, in bytes; 0 where the system has no /proc. */
  readonly memoryBytes: number;
}

/** Runs `npm run auditor` on a running broker. Throws with its output when a rule is broken. */
export async function runAuditor(dataDir: string): Promise<AuditRun> {
  const startMs = performance.now();
  const child = spawn(process.execPath, ['--import', 'tsx', 'verification/audit/main.ts', '--wait', '0'], {
    cwd: root,
    env: { ...environment(), DATA_DIR: dataDir },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  let output = '';
  child.stdout.on('data', (chunk: Buffer) => (output += chunk.toString()));
  const exited = once(child, 'exit');
  const clock = createWallClock();
  let memoryBytes = 0;
  while (child.exitCode === null && child.signalCode === null) {
    memoryBytes = Math.max(memoryBytes, await residentBytes(child.pid ?? 0));
    await Promise.race([exited, delay(clock, SAMPLE_MS)]);
  }
  await exited;
  if (child.exitCode !== 0) throw new Error(`the auditor found something wrong:\n${output}`);
  return { seconds: (performance.now() - startMs) / 1_000, memoryBytes };
}
