import { UnreadableMessage } from '#contracts/codec.ts';
import type { IdentityRpc } from '#contracts/calls/identity.ts';
import { revocationCodec, type Revocation } from '#contracts/messages/identity-facts.ts';
import { TOPICS } from '#contracts/names.ts';
import { startBackgroundTask } from '#platform/background/background-task.ts';
import type { Log } from '#platform/observability/log.ts';
import type { EventLog, ReadRecord } from '#platform/ports/event-log.ts';
import type { Stop } from '#platform/process/part.ts';
import type { Clock } from '#platform/time/clock.ts';
import { createApiKeyResolver, type ApiKeyResolver } from './api-keys.ts';
import { createRevocations, type Revocations } from './revocations.ts';
import { createSigningKeys } from './signing-keys.ts';
import { createTokenVerifier, type TokenVerifier } from './verifier.ts';
import { startUseRecorder, type UseRecorder } from './use-recorder.ts';

export interface CredentialDependencies {
  readonly identity: IdentityRpc;
  /** The log in which identity publishes revocations. Null: the gateway reads them from identity twice a second. */
  readonly eventLog: EventLog | null;
  readonly wallClock: Clock;
  readonly log: Log;
}

/** The gateway's knowledge of tokens, API keys and their revocations. */
export interface Credentials {
  readonly tokens: TokenVerifier;
  readonly apiKeys: ApiKeyResolver;
  /** Revoked sessions and API keys, and, by their ids, removed signing keys. */
  readonly revocations: Revocations;
  readonly uses: UseRecorder;
  /** Resolves once the relevant revocations are known. Rejects when identity does not answer. */
  whenCurrent(): Promise<void>;
  stop(): Promise<void>;
}

const REFRESH_INTERVAL_MS = 60_000;
const POLL_INTERVAL_MS = 500;
/** Revocations are read again from before the last read: identity's instances and this gateway have clocks of their own. */
const OVERLAP_MS = 120_000;
const PAGE = 1_000;
/** A removed signing key stays removed: identity gives each new key a new id. */
const FOR_EVER_MS = Number.MAX_SAFE_INTEGER;

/**
 * Follows identity: reads each revocation from the event log as it is published, and each minute the published keys and the
 * revocations that the log may have lost or delayed. At the start it reads all revocations that are still relevant; until then
 * `whenCurrent` waits, so that no revoked token passes.
 */
export async function followCredentials(dependencies: CredentialDependencies): Promise<Credentials> {
  const { identity, eventLog, wallClock, log } = dependencies;
  const apiKeys = createApiKeyResolver(identity, wallClock);
  const revocations = createRevocations(wallClock, (keyId) => apiKeys.forget(keyId));
  const keys = createSigningKeys(identity, wallClock, (kids) => {
    tokens.forget();
    revocations.apply(kids.map(removedKey));
  });
  const tokens = createTokenVerifier(keys, wallClock);
  let readUntilMs: number | null = null;
  const refresh = async (): Promise<void> => {
    const startedMs = wallClock.nowMs();
    const sinceMs = readUntilMs === null ? 0 : Math.max(0, readUntilMs - OVERLAP_MS);
    await Promise.all([keys.refresh(), readRevocations(identity, sinceMs, revocations)]);
    readUntilMs = startedMs;
    revocations.forgetOld();
  };
  let refreshing: Promise<void> | undefined;
  const refreshOnce = (): Promise<void> => (refreshing ??= refresh().finally(() => (refreshing = undefined)));
  const stopReading = eventLog ? await readFacts(eventLog, revocations, log) : async () => undefined;
  const intervalMs = eventLog ? REFRESH_INTERVAL_MS : POLL_INTERVAL_MS;
  const task = startBackgroundTask({
    name: 'refresh of signing keys and revocations',
    run: refreshOnce,
    schedule: (start) => wallClock.after(intervalMs, start),
    clock: wallClock,
    log,
  });
  const uses = startUseRecorder(identity, wallClock, log);
  return {
    tokens,
    apiKeys,
    revocations,
    uses,
    whenCurrent: async () => {
      if (readUntilMs === null) await refreshOnce();
    },
    stop: async () => {
      await stopReading();
      await Promise.all([task.stop(), uses.stop()]);
    },
  };
}

async function readFacts(eventLog: EventLog, revocations: Revocations, log: Log): Promise<Stop> {
  const topic = TOPICS.identityRevocations;
  await eventLog.declare(topic, { compacted: false });
  return eventLog.read([topic], { from: 'now' }, async (batch) =>
    revocations.apply(batch.flatMap((record) => readable(record, log))),
  );
}

async function readRevocations(
  identity: IdentityRpc,
  sinceMs: number,
  revocations: Revocations,
): Promise<void> {
  let after: string | null = null;
  for (;;) {
    const found: readonly Revocation[] = await identity.revocations({ sinceMs, after, limit: PAGE });
    revocations.apply(found);
    if (found.length < PAGE) return;
    after = found.at(-1)?.credentialId ?? null;
  }
}

const removedKey = (kid: string): Revocation => ({
  v: 1,
  credentialId: kid,
  userId: kid,
  atMs: 0,
  relevantUntilMs: FOR_EVER_MS,
});

function readable(record: ReadRecord, log: Log): readonly Revocation[] {
  const revocation = revocationCodec.read(record.value);
  if (!(revocation instanceof UnreadableMessage)) return [revocation];
  log.error({ topic: record.topic, reason: revocation.message }, 'skipped an unreadable message');
  return [];
}
