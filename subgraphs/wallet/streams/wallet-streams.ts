import { UnreadableMessage } from '#contracts/codec.ts';
import { TOPICS } from '#contracts/names.ts';
import { walletFactCodec, type WalletFact } from '#contracts/messages/wallet-facts.ts';
import type { Log } from '#platform/observability/log.ts';
import type { EventLog } from '#platform/ports/event-log.ts';
import { startTopicStreams, type TopicStreams } from '#platform/streams/topic-streams.ts';
import type { WalletStore } from '../store/store.ts';

/** Resumable streams of wallet facts, by account. */
export type WalletStreams = TopicStreams<WalletFact>;

/** Starts the streams of wallet facts. The store is their source; the topic wakes them. */
export async function startWalletStreams(
  store: Pick<WalletStore, 'factsAfter'>,
  eventLog: EventLog,
  log: Log,
): Promise<WalletStreams> {
  await eventLog.declare(TOPICS.walletFacts, { compacted: false });
  return startTopicStreams<WalletFact>({
    eventLog,
    topic: TOPICS.walletFacts,
    decode: ({ value }) => decodeFact(value, log),
    readPage: (accountId, after, limit) => store.factsAfter(accountId, after, limit),
  });
}

/** Decodes a fact. Logs and skips an unreadable record: the store has every fact. */
function decodeFact(value: Uint8Array, log: Log): WalletFact | null {
  const fact = walletFactCodec.read(value);
  if (!(fact instanceof UnreadableMessage)) return fact;
  log.error({ err: fact }, 'skipped an unreadable record of the topic of wallet facts');
  return null;
}
