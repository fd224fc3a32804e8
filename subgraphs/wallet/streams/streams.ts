import { UnreadableMessage } from '#contracts/codec.ts';
import { TOPICS } from '#contracts/names.ts';
import { walletFactCodec, type WalletFact } from '#contracts/messages/wallet-facts.ts';
import type { Log } from '#platform/observability/log.ts';
import type { EventLog } from '#platform/ports/event-log.ts';
import { createResumableStreams, type ResumableStreams } from '#platform/streams/resumable-stream.ts';
import type { WalletStore } from '../store/store.ts';

/** Resumable streams of wallet facts, one for each account. */
export interface WalletStreams extends Pick<ResumableStreams<WalletFact>, 'follow' | 'count'> {
  stop(): Promise<void>;
}

/**
 * Starts the streams of wallet facts. The store is their source. A record of the event log wakes the readers of its
 * account, and saves a read of the store when it is their next fact.
 */
export async function startWalletStreams(
  store: Pick<WalletStore, 'factsAfter'>,
  eventLog: EventLog,
  log: Log,
): Promise<WalletStreams> {
  const streams = createResumableStreams<WalletFact>((accountId, after, limit) =>
    store.factsAfter(accountId, after, limit),
  );
  await eventLog.declare(TOPICS.walletFacts, { compacted: false });
  const stopReading = await eventLog.read([TOPICS.walletFacts], { from: 'now' }, async (records) => {
    for (const { key, value } of records) {
      const fact = readFact(key, value, log);
      if (fact) streams.offer(fact.accountId, fact);
    }
  });
  return {
    follow: (accountId, after) => streams.follow(accountId, after),
    count: () => streams.count(),
    stop: async () => {
      await stopReading();
      await streams.end();
    },
  };
}

/** Decodes a fact; logs and skips an unreadable record, since the store has every fact. */
function readFact(key: string, value: Uint8Array, log: Log): WalletFact | null {
  try {
    return walletFactCodec.decode(value);
  } catch (error) {
    if (!(error instanceof UnreadableMessage)) throw error;
    log.error({ key, err: error }, 'skipped an unreadable record of the topic of wallet facts');
    return null;
  }
}
