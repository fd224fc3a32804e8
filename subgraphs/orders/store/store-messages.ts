import { engineCommandCodec } from '#contracts/messages/engine-commands.ts';
import { unsequencedFactCodec } from '#contracts/messages/order-facts.ts';
import type { FactDraft } from '#domain/orders/lifecycle/order-fact.ts';
import type { OrderCommand } from './store.ts';

/** Columns of facts: the account, and the encoded fact from its first field on. The store puts the sequence before it. */
export const factColumns = (drafts: readonly FactDraft[]) => ({
  accountIds: drafts.map((draft) => draft.accountId),
  bodies: drafts.map((draft) => unsequencedFactCodec.encodeText({ v: 1, ...draft }).slice(1)),
});

/** The engine shard of a ticker. */
export type ShardOf = (ticker: string) => number;

/** Columns of commands. The relay puts the number before the first field of a payload. */
export const commandColumns = (commands: readonly OrderCommand[], shardOf: ShardOf) => ({
  shards: commands.map((command) => shardOf(command.ticker)),
  commandIds: commands.map((command) => command.commandId),
  correlationIds: commands.map((command) => command.correlationId),
  payloads: commands.map((command) => engineCommandCodec.encodeText(command)),
});
