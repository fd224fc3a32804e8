import type { EndSession, EngineCommand, MassCancel } from '#contracts/messages/engine-commands.ts';
import type { ExecutionRecord, OrderFact } from '#contracts/messages/order-facts.ts';
import type { OrderStatus, Side } from '#domain/orders/order.ts';
import type { FactDraft, OrderRecord } from '../record.ts';

/** A command about one order. */
export type OrderCommand = Exclude<EngineCommand, MassCancel | EndSession>;

/** An order as it is stored. `reserving` marks an intent: nobody but its maker and recovery may see it. */
export interface StoredOrder {
  readonly order: OrderRecord;
  readonly reserving: boolean;
}

/** A client's id within its scope, the account. */
export interface ClientKey {
  readonly accountId: string;
  readonly clientId: string;
}

/** A request to replace an order. */
export interface ReplaceRequest {
  /** Also the id of the reservation of what it needs more. */
  readonly requestId: string;
  readonly accountId: string;
  readonly clientRequestId: string;
  readonly orderId: string;
  /** What the client sent, in one form. */
  readonly content: string;
  readonly correlationId: string;
  readonly intentAtMs: number;
}

/** Orders of an account, newest first. */
export interface OrderQuery {
  readonly accountId: string;
  readonly statuses: readonly OrderStatus[] | null;
  readonly ticker: string | null;
  readonly side: Side | null;
  readonly fromMs: number | null;
  readonly toMs: number | null;
}

/** Where a page of orders goes on: after the order with this instant and id. */
export interface OrderPosition {
  readonly createdAtMs: number;
  readonly orderId: string;
}

/** A reservation that no order or replace came of, still to be voided. */
export interface AbandonedReservation {
  readonly reservationId: string;
  readonly correlationId: string;
}

/** Whose reports count together: those of one shard of the engine to one member. */
export interface ReportStream {
  readonly member: string;
  readonly shard: number;
}

/** A report's place in a stream of reports that was passed without applying it. */
export interface ReportException {
  readonly sequence: number;
  /** MISSING may still come; IMPOSSIBLE contradicted its order and belongs to the dead letters. */
  readonly kind: 'MISSING' | 'IMPOSSIBLE';
  readonly reason: string;
}

/** A command that waits to be published. */
export interface OutgoingCommand {
  readonly ticker: string;
  readonly commandId: string;
  readonly correlationId: string;
  /** The encoded message. */
  readonly body: Uint8Array;
}

/** A fact that waits to be published, encoded. */
export interface OutgoingFact {
  readonly accountId: string;
  readonly body: Uint8Array;
}

/** What an auditor and the metrics want to know about work that is not done yet. */
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

/** A fill as auditors compare it. */
export interface AuditedExecution {
  readonly executionId: string;
  readonly orderId: string;
  readonly accountId: string;
  readonly quantity: number;
  readonly grossCentavos: number;
  readonly feesCentavos: number;
}

/** Changes that become true together or not at all. */
export interface OrderTransaction {
  /** Turns intents into orders (PENDING); the ids of those that were still intents. */
  acceptIntents(orderIds: readonly string[]): Promise<ReadonlySet<string>>;
  /** Turns the intent of a replace into a sent request; false when it was abandoned meanwhile. */
  acceptReplace(requestId: string): Promise<boolean>;
  /** Orders as they are, nobody else's to change until the end; intents are not among them. */
  lockOrders(orderIds: readonly string[]): Promise<readonly OrderRecord[]>;
  saveOrders(orders: readonly OrderRecord[]): Promise<void>;
  /** Numbered within their orders: the fill that made `executionCount` n is number n. */
  addExecutions(executions: readonly (ExecutionRecord & { readonly number: number })[]): Promise<void>;
  /** Gives each fact the next sequence of its account and puts it in the stream and the outbox. */
  addFacts(facts: readonly FactDraft[]): Promise<void>;
  addCommands(commands: readonly OrderCommand[]): Promise<void>;
  /** The last sequence that was handled of a stream of reports; nobody else's to change until the end. */
  lockInbox(stream: ReportStream): Promise<number>;
  /** Exceptions with these sequences. */
  reportExceptions(stream: ReportStream, sequences: readonly number[]): Promise<readonly ReportException[]>;
  /** Stores how far the reports have come, new exceptions, and which earlier ones are none any more. */
  saveInbox(
    stream: ReportStream,
    progress: {
      readonly lastSequence: number;
      readonly added: readonly ReportException[];
      readonly resolved: readonly number[];
    },
  ): Promise<void>;
}

/** Everything that orders remembers. */
export interface OrderStore {
  transaction<T>(work: (tx: OrderTransaction) => Promise<T>): Promise<T>;

  /** Writes intents; the ids of those whose client order id was free. */
  addIntents(orders: readonly OrderRecord[]): Promise<ReadonlySet<string>>;
  /** Forgets intents that nothing was reserved for, so that their client order ids are free again. */
  dropIntents(orderIds: readonly string[]): Promise<void>;
  /** Forgets intents and notes their reservations as to be voided, in one step, unless they became orders meanwhile. */
  abandonIntents(orderIds: readonly string[]): Promise<void>;
  /** Writes the intent of a replace; false when the client request id is taken. */
  addReplaceIntent(request: ReplaceRequest): Promise<boolean>;
  dropReplaceIntent(requestId: string): Promise<void>;
  abandonReplaceIntent(requestId: string): Promise<void>;
  /** Abandons all intents, of orders and replaces, written before an instant of the wall clock; how many. */
  abandonIntentsBefore(instantMs: number): Promise<number>;
  abandonedReservations(limit: number): Promise<readonly AbandonedReservation[]>;
  forgetAbandoned(reservationIds: readonly string[]): Promise<void>;

  /** Orders by id, in the order of the ids; null for what is not there. Intents are not. */
  orders(orderIds: readonly string[]): Promise<readonly (OrderRecord | null)[]>;
  /** Orders and intents by client order id, in the order of the keys; null for what is not there. */
  byClientOrderIds(keys: readonly ClientKey[]): Promise<readonly (StoredOrder | null)[]>;
  replaceRequest(key: ClientKey): Promise<(ReplaceRequest & { readonly reserving: boolean }) | null>;
  /** Fills of orders, in the order of the ids, each oldest first. */
  executions(orderIds: readonly string[]): Promise<readonly (readonly ExecutionRecord[])[]>;
  page(query: OrderQuery, after: OrderPosition | null, limit: number): Promise<readonly OrderRecord[]>;
  count(query: OrderQuery): Promise<number>;
  /** Orders by id, ascending, after an id: for auditors. */
  ordersAfter(orderId: string | null, limit: number): Promise<readonly OrderRecord[]>;
  /** Fills by id, ascending, after an id: for auditors. */
  executionsAfter(executionId: string | null, limit: number): Promise<readonly AuditedExecution[]>;
  backlog(): Promise<Backlog>;

  /** The sequence of the newest fact of an account; 0 before the first. */
  lastSequence(accountId: string): Promise<number>;
  /** The newest sequence of each account, by account, after an account: for auditors. */
  lastSequencesAfter(
    accountId: string | null,
    limit: number,
  ): Promise<readonly { readonly accountId: string; readonly sequence: number }[]>;
  /** Facts of an account after a sequence, in order. */
  facts(accountId: string, afterSequence: number, limit: number): Promise<readonly OrderFact[]>;

  /**
   * Hands the oldest waiting commands to `publish` and forgets them when it has resolved; how many. One instance at a
   * time does this, others wait for their turn.
   */
  publishCommands(
    limit: number,
    publish: (commands: readonly OutgoingCommand[]) => Promise<void>,
  ): Promise<number>;
  /** The same for facts. */
  publishFacts(limit: number, publish: (facts: readonly OutgoingFact[]) => Promise<void>): Promise<number>;

  /** Throws, saying why, when the store cannot be used now. */
  check(): Promise<void>;
  close(): Promise<void>;
}
