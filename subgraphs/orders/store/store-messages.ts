import { engineCommandCodec } from '#contracts/messages/engine-commands.ts';
import { unsequencedFactCodec, type OrderFact } from '#contracts/messages/order-facts.ts';
import type { FactDraft } from '#domain/orders/lifecycle/order-fact.ts';
import { arrayLiteral } from '#platform/postgres/sql/array-literal.ts';
import type { OrderCommand, OutgoingFact } from './store.ts';

/** The encoded facts from their first fields on. The store puts the sequence before it. */
export const bodiesOf = (drafts: readonly FactDraft[]): readonly string[] =>
  drafts.map((draft) => unsequencedFactCodec.encodeText({ v: 1, ...draft }).slice(1));

/** Columns of facts: the account and the body. */
export const factColumns = (drafts: readonly FactDraft[], bodies: readonly string[]) => ({
  accountIds: arrayLiteral(drafts.map((draft) => draft.accountId)),
  bodies: arrayLiteral(bodies),
});

/** The sequence of a fact, by its place among the drafts, from 1, and the position of its row in the outbox. */
export interface StoredFactRow {
  readonly place: bigint;
  readonly sequence: bigint;
  readonly position: bigint;
}

/** The facts of one statement. */
export interface StoredFacts {
  /** The position of their row in the outbox; null when none was stored. */
  readonly position: bigint | null;
  readonly facts: readonly OrderFact[];
  /** As the relay publishes them. */
  readonly outgoing: readonly OutgoingFact[];
}

/** The facts that were stored, in the order of their rows. */
export function storedFacts(
  drafts: readonly FactDraft[],
  bodies: readonly string[],
  rows: readonly StoredFactRow[],
): StoredFacts {
  const facts: OrderFact[] = [];
  const outgoing: OutgoingFact[] = [];
  for (const { place, sequence } of rows) {
    const index = Number(place) - 1;
    const draft = drafts[index];
    const body = bodies[index];
    if (!draft || body === undefined) throw new Error('a fact was stored that nobody has made');
    facts.push({ v: 1, ...draft, sequence: Number(sequence) });
    outgoing.push({ accountId: draft.accountId, body: Buffer.from(`{"sequence":${sequence},${body}`) });
  }
  return { position: rows[0]?.position ?? null, facts, outgoing };
}

/** The engine shard of a ticker. */
export type ShardOf = (ticker: string) => number;

/** Columns of commands. The relay puts the number before the first field of a payload. */
export const commandColumns = (commands: readonly OrderCommand[], shardOf: ShardOf) => ({
  shards: arrayLiteral(commands.map((command) => shardOf(command.ticker))),
  commandIds: arrayLiteral(commands.map((command) => command.commandId)),
  correlationIds: arrayLiteral(commands.map((command) => command.correlationId)),
  payloads: arrayLiteral(commands.map((command) => engineCommandCodec.encodeText(command))),
});
