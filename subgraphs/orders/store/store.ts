import type { EndSession, EngineCommand, MassCancel } from '#contracts/messages/engine-commands.ts';
import type { OrderFact } from '#contracts/messages/order-facts.ts';
import type { FactDraft } from '#domain/orders/lifecycle/order-fact.ts';
import type { ExecutionRecord, OrderRecord } from '#domain/orders/lifecycle/order-record.ts';
import type { OrderStatus, Side } from '#domain/orders/order.ts';

/** A command about one order. */
export type OrderCommand = Exclude<EngineCommand, MassCancel | EndSession>;

/** A row of an order. `reserving` marks an intent, which only its own request and recovery may see. */
export interface StoredOrder {
  readonly order: OrderRecord;
  readonly reserving: boolean;
}

/** A client-chosen id, unique in its account. */
export interface ClientKey {
  readonly accountId: string;
  readonly clientId: string;
}

/** A request to replace an order. */
export interface ReplaceRequest {
  /** Also the id of its extra reservation. */
  readonly requestId: string;
  readonly accountId: string;
  readonly clientRequestId: string;
  readonly orderId: string;
  /** The request of the client in a canonical form. */
  readonly content: string;
  readonly correlationId: string;
  readonly intentAtMs: number;
}

/** A row of a replace request. `reserving` marks an intent. */
export interface StoredReplace extends ReplaceRequest {
  readonly reserving: boolean;
}

/** Orders of an account, newest first. */
export interface OrderQuery {
  readonly accountId: string;
  readonly statuses: readonly OrderStatus[] | null;
  /** True: only orders without a pending cancel. */
  readonly isUncanceled?: boolean;
  readonly ticker: string | null;
  readonly side: Side | null;
  readonly fromMs: number | null;
  readonly toMs: number | null;
}

/** Selects one page of orders, newest first. */
export interface PageQuery {
  readonly query: OrderQuery;
  /** The last order of the page before; null for the first page. */
  readonly after: OrderPosition | null;
  readonly limit: number;
}

/** The position of an order in a list; the next page starts after it. */
export interface OrderPosition {
  readonly createdAtMs: number;
  readonly orderId: string;
}

/** An intent that becomes an order, with its first fact and its command. */
export interface AcceptedOrder {
  readonly orderId: string;
  readonly fact: FactDraft;
  readonly command: OrderCommand;
}

/** A reservation of an abandoned intent that the wallet has yet to void. */
export interface AbandonedReservation {
  readonly reservationId: string;
  readonly correlationId: string;
}

/** The reports of one engine shard to one member, which share a sequence. */
export interface ReportStream {
  readonly member: string;
  readonly shard: number;
}

/** A sequence of a report stream whose report was not applied. */
export interface ReportException {
  readonly sequence: number;
  /** MISSING: the report may still come. IMPOSSIBLE: it contradicted its order and belongs to the dead letters. */
  readonly kind: 'MISSING' | 'IMPOSSIBLE';
  readonly reason: string;
}

/** The journal of a report stream, and what was handled of it. */
export interface InboxState {
  /** The watermark: the sequence of the newest handled report. */
  readonly lastSequence: number;
  /** Identity of the journal that the reports come from; null before its first position. */
  readonly journalId: string | null;
  /** Instant of the newest handled position of the journal; 0 before the first. */
  readonly positionAtMs: number;
  /** Why the last position was refused; null when it fits. No report is applied then. */
  readonly refusal: string | null;
}

/** A command in the outbox. */
export interface OutgoingCommand {
  /** Number of the command among those to its shard: the same when it is published again. */
  readonly number: number;
  readonly commandId: string;
  readonly correlationId: string;
  /** The encoded message. */
  readonly body: Uint8Array;
}

/** An encoded fact in the outbox. */
export interface OutgoingFact {
  readonly accountId: string;
  readonly body: Uint8Array;
}

/** Pending work, for auditors and metrics. */
export interface Backlog {
  readonly commandOutbox: number;
  readonly factOutbox: number;
  readonly intents: number;
  readonly abandonedReservations: number;
  readonly missingReports: number;
  readonly impossibleReports: number;
  /** The watermark of the broker's reports, summed over the engine's shards. */
  readonly lastReportSequence: number;
}

/** The fields of a fill that auditors compare. */
export interface AuditedExecution {
  readonly executionId: string;
  readonly orderId: string;
  readonly accountId: string;
  readonly quantity: number;
}

/** Fills or facts of an order by their numbers, which count from 1; both ends are included. */
export interface OrderRange {
  readonly orderId: string;
  readonly from: number;
  readonly to: number;
}

/** The changes of one transaction. Writes that return nothing are part of its commit: when one fails, none is made. */
export interface OrderTransaction {
  /** Turns intents of replaces into sent requests; returns the ids of those that recovery has not abandoned. */
  acceptReplaces(requestIds: readonly string[]): Promise<ReadonlySet<string>>;
  /** Reads orders and locks them until the end of the transaction; leaves out unknown ids and intents. */
  lockOrders(orderIds: readonly string[]): Promise<readonly OrderRecord[]>;
  saveOrders(orders: readonly OrderRecord[]): void;
  /** Adds fills. `number` is the `executionCount` of the order after the fill. */
  addExecutions(executions: readonly (ExecutionRecord & { readonly number: number })[]): void;
  /** Gives each fact the next sequence of its account, and adds it to the stream and the outbox. */
  addFacts(facts: readonly FactDraft[]): void;
  /** Gives each command the next number of its engine shard, and adds it to the outbox. */
  addCommands(commands: readonly OrderCommand[]): void;
  /** Locks the inbox of a report stream until the end of the transaction. */
  lockInbox(stream: ReportStream): Promise<InboxState>;
  /** Saves the fields of the inbox that a position of the journal changes. */
  savePosition(stream: ReportStream, state: Omit<InboxState, 'lastSequence'>): void;
  /** The number of the last command to a shard, locked until the end of the transaction; 0 before the first. */
  lastCommandNumber(shard: number): Promise<number>;
  /** The exceptions with these sequences. */
  reportExceptions(stream: ReportStream, sequences: readonly number[]): Promise<readonly ReportException[]>;
  /** Saves the watermark and new exceptions, and removes resolved ones. */
  saveInbox(
    stream: ReportStream,
    progress: {
      readonly lastSequence: number;
      readonly added: readonly ReportException[];
      readonly resolved: readonly number[];
    },
  ): void;
}

export type FactListener = (facts: readonly OrderFact[]) => void;

/** The store of orders, intents, facts and outboxes. */
export interface OrderStore {
  transaction<T>(work: (tx: OrderTransaction) => Promise<T>): Promise<T>;

  /**
   * Writes intents, in one statement with the look-up of their client order ids. Returns for each, in their order: WRITTEN; the
   * order or intent that has the id; null when another one with the id is being written.
   */
  addIntents(orders: readonly OrderRecord[]): Promise<readonly (StoredOrder | 'WRITTEN' | null)[]>;
  /**
   * In one statement, turns intents into PENDING orders and adds their facts and commands; returns the ids of those that were
   * still intents.
   */
  acceptOrders(orders: readonly AcceptedOrder[]): Promise<ReadonlySet<string>>;
  /** Deletes intents without a reservation; their client order ids are free again. */
  dropIntents(orderIds: readonly string[]): Promise<void>;
  /** Deletes intents and adds their reservations to the abandoned ones, in one step. Does nothing to accepted orders. */
  abandonIntents(orderIds: readonly string[]): Promise<void>;
  /**
   * Writes intents of replaces whose client request id is free, and returns the request that each other id has. Null for an id that
   * another transaction took at the same moment, or that occurs before in the list.
   */
  addReplaceIntents(
    requests: readonly ReplaceRequest[],
  ): Promise<readonly ('WRITTEN' | StoredReplace | null)[]>;
  dropReplaceIntents(requestIds: readonly string[]): Promise<void>;
  abandonReplaceIntents(requestIds: readonly string[]): Promise<void>;
  /** Abandons all intents, of orders and replaces, written before an instant of the wall clock; returns their number. */
  abandonIntentsBefore(instantMs: number): Promise<number>;
  abandonedReservations(limit: number): Promise<readonly AbandonedReservation[]>;
  forgetAbandoned(reservationIds: readonly string[]): Promise<void>;

  /** Orders in the order of the ids; null for unknown ids and intents. */
  orders(orderIds: readonly string[]): Promise<readonly (OrderRecord | null)[]>;
  /** Orders and intents in the order of the keys; null for unknown keys. */
  byClientOrderIds(keys: readonly ClientKey[]): Promise<readonly (StoredOrder | null)[]>;
  /** Replace requests in the order of the keys; null for unknown keys. */
  replaceRequests(keys: readonly ClientKey[]): Promise<readonly (StoredReplace | null)[]>;
  /** The fills of each range, oldest first, in the order of the ranges. */
  executions(ranges: readonly OrderRange[]): Promise<readonly (readonly ExecutionRecord[])[]>;
  /** Fills in the order of their ids; null for an unknown one. */
  executionsById(executionIds: readonly string[]): Promise<readonly (ExecutionRecord | null)[]>;
  /** The orders of each page, in the order of the queries, read in one statement. */
  pages(queries: readonly PageQuery[]): Promise<readonly (readonly OrderRecord[])[]>;
  /** The number of orders of each query, read in one statement. */
  counts(queries: readonly OrderQuery[]): Promise<readonly number[]>;
  /** Orders that have not ended or still reserve or await something, by id, after an id: for auditors. */
  openOrdersAfter(orderId: string | null, limit: number): Promise<readonly OrderRecord[]>;
  /** Numbers of orders and executions, and of orders whose totals are not those of their executions: for auditors. */
  fillTotals(): Promise<{
    readonly orders: number;
    readonly executions: number;
    readonly wrong: number;
    readonly examples: readonly string[];
  }>;
  /** Digests of the fills of accounts, by account id, after an account: for auditors. Accounts without fills are left out. */
  fillDigestsAfter(
    accountId: string | null,
    limit: number,
  ): Promise<readonly { readonly accountId: string; readonly fills: number; readonly digest: string }[]>;
  /** Fills of an account by id, ascending, after an id: for auditors. */
  executionsAfter(
    accountId: string,
    executionId: string | null,
    limit: number,
  ): Promise<readonly AuditedExecution[]>;
  backlog(): Promise<Backlog>;
  /** Why positions of journals are refused now; empty when all fit. */
  journalRefusals(): Promise<readonly string[]>;
  /** Number of rows in the outboxes of commands and facts. */
  outboxDepths(): Promise<Readonly<Record<'commands' | 'facts', number>>>;

  /** Calls back with the facts of each transaction of this instance after its commit. */
  onFacts(listener: FactListener): void;
  /** The sequence of the newest fact of an account; 0 before the first fact. */
  lastSequence(accountId: string): Promise<number>;
  /** The newest sequence of each account, by account id, after an account: for auditors. */
  lastSequencesAfter(
    accountId: string | null,
    limit: number,
  ): Promise<readonly { readonly accountId: string; readonly sequence: number }[]>;
  /** Facts of an account after a sequence, in order. */
  facts(accountId: string, afterSequence: number, limit: number): Promise<readonly OrderFact[]>;
  /** The kept facts of each range of versions, oldest first, in the order of the ranges. */
  factsOfOrders(ranges: readonly OrderRange[]): Promise<readonly (readonly OrderFact[])[]>;
  /** Facts of an account after a sequence as they are stored. */
  encodedFacts(accountId: string, afterSequence: number, limit: number): Promise<readonly string[]>;

  /**
   * Gives the oldest commands to a shard, in the order of their numbers, to `publish` and deletes them once it has resolved; returns
   * their count, at most `limit`. After a crash it gives the same commands again. One instance publishes at a time; the others wait.
   */
  publishCommands(
    shard: number,
    limit: number,
    publish: (commands: readonly OutgoingCommand[]) => Promise<void>,
  ): Promise<number>;
  /** Gives the facts of the outbox to `publish`, batch by batch, and deletes each once it has resolved; returns their count. */
  publishFacts(publish: (facts: readonly OutgoingFact[]) => Promise<void>): Promise<number>;

  /** Throws with the reason when the store is not usable now. */
  check(): Promise<void>;
  close(): Promise<void>;
}
