import { pollUntil } from '#platform/retry/poll.ts';
import type { Clock } from '#platform/time/clock.ts';
import { check } from './checks.ts';
import type { Finding } from './findings.ts';
import { takeSnapshot, type AuditSources } from './snapshot.ts';

/** Pause before the next snapshot. */
const PAUSE_MS = 500;

/**
 * Audits a running environment. Work in flight looks like a violation while it lasts, so the audit repeats until a
 * snapshot has no violation or the time is up: a real violation stays.
 */
export async function audit(sources: AuditSources, clock: Clock, waitMs: number): Promise<Finding[]> {
  let findings: Finding[] = [];
  await pollUntil(
    async () => {
      findings = check(await takeSnapshot(sources));
      return findings.every((one) => one.wrong === 0);
    },
    { clock, everyMs: PAUSE_MS, timeoutMs: waitMs },
  );
  return findings;
}
