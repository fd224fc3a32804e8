import type { OrderFact } from '#contracts/messages/order-facts.ts';
import type { ExecutionRecord } from '#domain/orders/lifecycle/order-record.ts';
import type {
  InboxState,
  OrderCommand,
  ReportException,
  StoredOrder,
  StoredReplace,
} from '#orders/store/store.ts';

/** Runs an effect between two points. */
export type Atomic = <T>(effect: () => T) => Promise<T>;

/** Requests to replace orders in memory. */
export interface ReplaceRows {
  readonly byId: Map<string, StoredReplace>;
  /** Request ids by account and client request id. */
  readonly ids: Map<string, string>;
}

export const createReplaceRows = (): ReplaceRows => ({ byId: new Map(), ids: new Map() });

/** A command with its number. */
interface NumberedCommand {
  readonly number: number;
  readonly command: OrderCommand;
}

/** Rows of orders in memory, which outlive the crash of a process. */
export interface OrderRows {
  readonly orders: Map<string, StoredOrder>;
  /** Order ids by account and client order id. */
  readonly ids: Map<string, string>;
  /** Correlation ids by reservation id. */
  readonly abandoned: Map<string, string>;
  readonly facts: Map<string, OrderFact[]>;
  readonly factOutbox: OrderFact[];
  readonly replaces: ReplaceRows;
  readonly executions: ExecutionRecord[];
  readonly commandOutbox: NumberedCommand[];
  /** The number of the last command. */
  readonly stream: { lastNumber: number };
  readonly inbox: InboxState & { readonly exceptions: Map<number, ReportException> };
}

const NEW_INBOX: InboxState = { lastSequence: 0, journalId: null, positionAtMs: 0, refusal: null };

export const createOrderRows = (): OrderRows => ({
  orders: new Map(),
  ids: new Map(),
  abandoned: new Map(),
  facts: new Map(),
  factOutbox: [],
  replaces: createReplaceRows(),
  executions: [],
  commandOutbox: [],
  stream: { lastNumber: 0 },
  inbox: { ...NEW_INBOX, exceptions: new Map() },
});
