import { pollUntil } from '#platform/retry/poll.ts';
import type { Clock } from '#platform/time/clock.ts';
import { check } from './checks.ts';
import type { Finding } from './findings.ts';
import { takeSnapshot, type AuditSources } from './snapshot.ts';

/** How long to wait before looking again. */
const PAUSE_MS = 500;

/**
 * Audits a running environment. Work in flight looks like a broken rule for as long as it flies, so a look that finds
 * something is repeated until one finds nothing, or the time is up: what is really broken stays so.
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
