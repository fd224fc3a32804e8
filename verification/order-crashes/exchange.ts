import { engineCommandCodec, type EngineCommand } from '#contracts/messages/engine-commands.ts';
import { executionReportCodec, type ExecutionReport } from '#contracts/messages/execution-reports.ts';
import { MEMBERS } from '#contracts/names.ts';
import type { Delivery } from '#platform/ports/command-queue.ts';

/** An order at the exchange. */
export interface ExchangeOrder {
  readonly status: 'OPEN' | 'CANCELED' | 'FILLED';
  readonly quantity: number;
  readonly filledQuantity: number;
}

/** An exchange that accepts, replaces and cancels orders, and fills them when it is called to. It outlives the crash of the broker. */
export interface Exchange {
  /** Takes a command of the broker. Throws when its number or its repeat does not fit those before. */
  take(body: Uint8Array): void;
  /** Fills an open order, at most its open quantity. */
  fill(orderId: string, quantity: number): void;
  /** The oldest reports that the broker has not settled. */
  reports(limit: number): readonly Delivery[];
  settle(count: number): void;
  readonly depth: () => number;
  readonly orders: ReadonlyMap<string, ExchangeOrder>;
  /** Ids of the replace requests that came. */
  readonly replaceIds: readonly string[];
}

type NewOrder = Extract<EngineCommand, { type: 'NEW_ORDER' }>;

interface Entry extends ExchangeOrder {
  readonly command: NewOrder;
  readonly limitPriceTicks: number | null;
}

/** The fields of a report that depend on its type. */
type ReportBody =
  | Pick<Extract<ExecutionReport, { type: 'ACCEPTED' }>, 'type' | 'limitPriceTicks'>
  | Pick<Extract<ExecutionReport, { type: 'CANCELED' }>, 'type' | 'requestId' | 'reason'>
  | Pick<Extract<ExecutionReport, { type: 'REPLACED' }>, 'type' | 'requestId' | 'limitPriceTicks'>
  | Pick<Extract<ExecutionReport, { type: 'CANCEL_REJECTED' }>, 'type' | 'requestId' | 'rule' | 'message'>
  | Pick<Extract<ExecutionReport, { type: 'REPLACE_REJECTED' }>, 'type' | 'requestId' | 'rule' | 'message'>
  | Pick<
      Extract<ExecutionReport, { type: 'FILLED' }>,
      'type' | 'executionId' | 'tradeId' | 'priceTicks' | 'fillQuantity' | 'liquidity' | 'limitPriceTicks'
    >;

const LATE = { rule: 'ORDER_ENDED', message: 'the order has ended' } as const;

/** The orders of the exchange, and the reports that changes of them make. */
interface Books {
  readonly orders: Map<string, Entry>;
  readonly replaceIds: string[];
  readonly entryOf: (orderId: string) => Entry;
  /** Stores an order as it is after a change, and reports it. */
  readonly change: (correlationId: string, entry: Entry, body: ReportBody) => void;
  readonly report: (correlationId: string, entry: Entry, body: ReportBody) => void;
}

function createBooks(publish: (correlationId: string, entry: Entry, body: ReportBody) => void): Books {
  const orders = new Map<string, Entry>();
  return {
    orders,
    replaceIds: [],
    entryOf: (orderId) => {
      const entry = orders.get(orderId);
      if (!entry) throw new Error(`a request about ${orderId}, which the exchange does not know`);
      return entry;
    },
    report: publish,
    change: (correlationId, entry, body) => {
      orders.set(entry.command.orderId, entry);
      publish(correlationId, entry, body);
    },
  };
}

function execute(books: Books, command: EngineCommand): void {
  if (command.type === 'NEW_ORDER') enter(books, command);
  else if (command.type === 'CANCEL_ORDER') cancel(books, command);
  else if (command.type === 'REPLACE_ORDER') replace(books, command);
}

function enter({ orders, change }: Books, command: NewOrder): void {
  if (orders.has(command.orderId)) throw new Error(`the order ${command.orderId} came twice`);
  const { quantity, limitPriceTicks, correlationId } = command;
  const entry: Entry = { command, quantity, limitPriceTicks, filledQuantity: 0, status: 'OPEN' };
  change(correlationId, entry, { type: 'ACCEPTED', limitPriceTicks });
}

function cancel(
  { entryOf, change, report }: Books,
  { correlationId, requestId, orderId }: Extract<EngineCommand, { type: 'CANCEL_ORDER' }>,
): void {
  const entry = entryOf(orderId);
  if (entry.status !== 'OPEN') report(correlationId, entry, { type: 'CANCEL_REJECTED', requestId, ...LATE });
  else
    change(
      correlationId,
      { ...entry, status: 'CANCELED' },
      { type: 'CANCELED', requestId, reason: 'REQUESTED' },
    );
}

function replace(
  { entryOf, change, report, replaceIds }: Books,
  command: Extract<EngineCommand, { type: 'REPLACE_ORDER' }>,
): void {
  const { correlationId, requestId, quantity } = command;
  const entry = entryOf(command.orderId);
  const limitPriceTicks = command.limitPriceTicks ?? entry.limitPriceTicks;
  replaceIds.push(requestId);
  if (entry.status !== 'OPEN' || quantity <= entry.filledQuantity)
    report(correlationId, entry, { type: 'REPLACE_REJECTED', requestId, ...LATE });
  else
    change(
      correlationId,
      { ...entry, quantity, limitPriceTicks },
      { type: 'REPLACED', requestId, limitPriceTicks },
    );
}

function fillOrder({ entryOf, change }: Books, orderId: string, wanted: number, number: number): void {
  const entry = entryOf(orderId);
  const { quantity, limitPriceTicks, command } = entry;
  if (entry.status !== 'OPEN' || limitPriceTicks === null) return;
  const fillQuantity = Math.min(wanted, quantity - entry.filledQuantity);
  const filledQuantity = entry.filledQuantity + fillQuantity;
  const status = filledQuantity === quantity ? 'FILLED' : 'OPEN';
  change(
    command.correlationId,
    { ...entry, filledQuantity, status },
    {
      type: 'FILLED',
      executionId: `exe_${number}`,
      tradeId: `trd_${number}`,
      priceTicks: limitPriceTicks - 1,
      fillQuantity,
      liquidity: 'MAKER',
      limitPriceTicks,
    },
  );
}

export function createExchange(tradeDate: string, atMs: number): Exchange {
  const commandIds: string[] = [];
  const reports: Delivery[] = [];
  let sequence = 0;
  const books = createBooks((correlationId, { command, quantity, filledQuantity, status }, body) => {
    sequence += 1;
    const { orderId, ticker } = command;
    const leavesQuantity = status === 'OPEN' ? quantity - filledQuantity : 0;
    const common = { v: 1, member: MEMBERS.broker, sequence, atMs, tradeDate, correlationId } as const;
    const encoded = executionReportCodec.encode({
      ...common,
      ...{ orderId, ticker, quantity, filledQuantity, leavesQuantity },
      ...body,
    });
    reports.push({ body: encoded, messageId: `report-${sequence}`, correlationId, redelivered: false });
  });
  return {
    orders: books.orders,
    replaceIds: books.replaceIds,
    fill: (orderId, quantity) => fillOrder(books, orderId, quantity, sequence + 1),
    take: (body) => {
      const command = engineCommandCodec.decode(body);
      const number = command.number ?? 0;
      if (number > commandIds.length + 1)
        throw new Error(`command ${number} came after ${commandIds.length}`);
      if (number <= commandIds.length) {
        const known = commandIds[number - 1];
        if (known !== command.commandId)
          throw new Error(`the number ${number} is that of ${known} and of ${command.commandId}`);
        return;
      }
      commandIds.push(command.commandId);
      execute(books, command);
    },
    reports: (limit) => reports.slice(0, limit),
    settle: (count) => void reports.splice(0, count),
    depth: () => reports.length,
  };
}
