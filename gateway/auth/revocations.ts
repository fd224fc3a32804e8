import type { Revocation } from '#contracts/messages/identity-facts.ts';
import type { Clock } from '#platform/time/clock.ts';

/**
 * The revoked sessions and API keys that a gateway would still take for valid by itself. Their number has a natural bound: a
 * session enters with a password hash, of which identity computes a few a second, and leaves when its tokens have expired.
 */
export interface Revocations {
  isRevoked(credentialId: string): boolean;
  apply(revocations: readonly Revocation[]): void;
  /** Calls back once when the credential is revoked; the returned function takes that back. */
  watch(credentialId: string, callback: () => void): () => void;
  /** Drops the entries that are not relevant any more. */
  forgetOld(): void;
  readonly size: number;
}

/** @param onRevoked called with each credential that was not known to be revoked */
export function createRevocations(
  wallClock: Clock,
  onRevoked: (credentialId: string) => void = () => undefined,
): Revocations {
  const relevantUntilMs = new Map<string, number>();
  const watchers = new Map<string, Set<() => void>>();
  const notify = (credentialId: string): void => {
    const callbacks = watchers.get(credentialId) ?? [];
    watchers.delete(credentialId);
    for (const callback of callbacks) callback();
  };
  return {
    isRevoked: (credentialId) => relevantUntilMs.has(credentialId),
    apply: (revocations) => {
      for (const { credentialId, relevantUntilMs: untilMs } of revocations) {
        if (untilMs <= wallClock.nowMs() || relevantUntilMs.has(credentialId)) continue;
        relevantUntilMs.set(credentialId, untilMs);
        onRevoked(credentialId);
        notify(credentialId);
      }
    },
    watch: (credentialId, callback) => {
      const callbacks = watchers.get(credentialId) ?? new Set();
      watchers.set(credentialId, callbacks.add(callback));
      return () => {
        callbacks.delete(callback);
        if (callbacks.size === 0 && watchers.get(credentialId) === callbacks) watchers.delete(credentialId);
      };
    },
    forgetOld: () => {
      const nowMs = wallClock.nowMs();
      for (const [credentialId, untilMs] of relevantUntilMs)
        if (untilMs <= nowMs) relevantUntilMs.delete(credentialId);
    },
    get size() {
      return relevantUntilMs.size;
    },
  };
}
