import { engineCommandCodec } from '#contracts/messages/engine-commands.ts';
import { unsequencedFactCodec, type OrderFact } from '#contracts/messages/order-facts.ts';
import type { FactDraft } from '#domain/orders/lifecycle/order-fact.ts';
import { arrayLiteral, jsonLines } from '#platform/postgres/sql/array-literal.ts';
import type { OrderCommand, OutgoingCommand, OutgoingFact } from './store.ts';

/** Field by field: to copy an object and add a field takes V8 1.7 us, a third of the time of a fact. */
const unsequenced = (draft: FactDraft): Omit<OrderFact, 'sequence'> => ({
  accountId: draft.accountId,
  atMs: draft.atMs,
  correlationId: draft.correlationId,
  type: draft.type,
  order: draft.order,
  execution: draft.execution,
  released: draft.released,
  v: 1,
});

const sequenced = (draft: FactDraft, sequence: number): OrderFact => ({
  accountId: draft.accountId,
  atMs: draft.atMs,
  correlationId: draft.correlationId,
  type: draft.type,
  order: draft.order,
  execution: draft.execution,
  released: draft.released,
  v: 1,
  sequence,
});

/** The encoded facts from their first fields on. The store puts the sequence before it. */
export const bodiesOf = (drafts: readonly FactDraft[]): readonly string[] =>
  drafts.map((draft) => unsequencedFactCodec.encodeOwn(unsequenced(draft)).slice(1));

/** Columns of facts: the account, the order and its version, and the body as a line. */
export const factColumns = (drafts: readonly FactDraft[], bodies: readonly string[]) => ({
  accountIds: arrayLiteral(drafts.map((draft) => draft.accountId)),
  orderIds: arrayLiteral(drafts.map((draft) => draft.order.orderId)),
  versions: arrayLiteral(drafts.map((draft) => draft.order.version)),
  bodies: jsonLines(bodies),
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

const SEQUENCE = /^\{"sequence":(\d+),/;
/** Bytes before the second field of a stored fact, at most. */
const SEQUENCE_BYTES = 32;

/** The sequence of a stored fact, which stands before its body; null for a record that is none. */
export function sequenceOf(value: Uint8Array): number | null {
  const start = Buffer.from(value.buffer, value.byteOffset, Math.min(value.byteLength, SEQUENCE_BYTES));
  const digits = SEQUENCE.exec(start.toString('latin1'))?.[1];
  return digits === undefined ? null : Number(digits);
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
    facts.push(sequenced(draft, Number(sequence)));
    outgoing.push({ accountId: draft.accountId, body: Buffer.from(`{"sequence":${sequence},${body}`) });
  }
  return { position: rows[0]?.position ?? null, facts, outgoing };
}

/** The engine shard of a ticker. */
export type ShardOf = (ticker: string) => number;

/** The encoded commands, without their numbers. */
export const payloadsOf = (commands: readonly OrderCommand[]): readonly string[] =>
  commands.map((command) => engineCommandCodec.encodeOwn(command));

/** Columns of commands, the payload as a line. The relay puts the number before the first field of a payload. */
export const commandColumns = (
  commands: readonly OrderCommand[],
  payloads: readonly string[],
  shardOf: ShardOf,
) => ({
  shards: arrayLiteral(commands.map((command) => shardOf(command.ticker))),
  commandIds: arrayLiteral(commands.map((command) => command.commandId)),
  correlationIds: arrayLiteral(commands.map((command) => command.correlationId)),
  payloads: jsonLines(payloads),
});

/** The number of a command, by its place among those of a statement, from 1. */
export interface StoredCommandRow {
  readonly place: bigint;
  readonly number: bigint;
}

/** A command with the shard of its outbox. */
export interface StoredCommand {
  readonly shard: number;
  readonly command: OutgoingCommand;
}

/** The commands that were stored, as the relay publishes them. */
export const storedCommands = (
  commands: readonly OrderCommand[],
  payloads: readonly string[],
  shardOf: ShardOf,
  rows: readonly StoredCommandRow[],
): readonly StoredCommand[] =>
  rows.map(({ place, number }) => {
    const index = Number(place) - 1;
    const command = commands[index];
    const payload = payloads[index];
    if (!command || payload === undefined) throw new Error('a command was stored that nobody has made');
    const { commandId, correlationId, ticker } = command;
    const body = commandBody(number, payload);
    return { shard: shardOf(ticker), command: { number: Number(number), commandId, correlationId, body } };
  });

/** A payload with its number. */
export const commandBody = (number: bigint, payload: string): Buffer =>
  Buffer.from(`{"number":${number},${payload.slice(1)}`);
