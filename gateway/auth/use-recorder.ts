import type { IdentityRpc } from '#contracts/calls/identity.ts';
import { startBackgroundTask, type BackgroundTask } from '#platform/background/background-task.ts';
import type { Log } from '#platform/observability/log.ts';
import type { Clock } from '#platform/time/clock.ts';

/** Records the last use of sessions and API keys. */
export interface UseRecorder {
  /** Notes that a credential is in use now. */
  note(credentialId: string): void;
  stop(): Promise<void>;
}

const INTERVAL_MS = 60_000;
/** Credentials in one call; those beyond wait for the next use. */
const MAX_USES = 10_000;

/** Sends the uses of a minute to identity in one call, so that no request causes a write. */
export function startUseRecorder(
  identity: Pick<IdentityRpc, 'recordUse'>,
  wallClock: Clock,
  log: Log,
): UseRecorder {
  const lastUseMs = new Map<string, number>();
  const send = async (): Promise<void> => {
    if (lastUseMs.size === 0) return;
    const uses = [...lastUseMs].map(([credentialId, atMs]) => ({ credentialId, atMs }));
    lastUseMs.clear();
    await identity.recordUse({ uses });
  };
  const task: BackgroundTask = startBackgroundTask({
    name: 'last uses of sessions and API keys',
    run: send,
    runsAtStart: false,
    schedule: (start) => wallClock.after(INTERVAL_MS, start),
    backoff: null,
    clock: wallClock,
    log,
  });
  return {
    note: (credentialId) => {
      if (lastUseMs.size < MAX_USES || lastUseMs.has(credentialId)) {
        lastUseMs.set(credentialId, wallClock.nowMs());
      }
    },
    stop: task.stop,
  };
}
