import { engineCommandCodec, type EngineCommand } from '#contracts/messages/engine-commands.ts';
import { executionReportCodec, type ExecutionReport } from '#contracts/messages/execution-reports.ts';
import { MEMBERS } from '#contracts/names.ts';
import type { Delivery } from '#platform/ports/command-queue.ts';

/** An exchange that accepts every order and cancels it on request. It outlives the crash of the broker. */
export interface Exchange {
  /** Takes a command of the broker. Throws when its number or its repeat does not fit those before. */
  take(body: Uint8Array): void;
  /** The oldest reports that the broker has not settled. */
  reports(limit: number): readonly Delivery[];
  settle(count: number): void;
  readonly depth: () => number;
  /** Orders by id: open, or canceled. */
  readonly orders: ReadonlyMap<string, 'OPEN' | 'CANCELED'>;
}

type ReportBody =
  | Pick<Extract<ExecutionReport, { type: 'ACCEPTED' }>, 'type' | 'limitPriceTicks'>
  | Pick<Extract<ExecutionReport, { type: 'CANCELED' }>, 'type' | 'requestId' | 'reason'>;

export function createExchange(tradeDate: string, atMs: number): Exchange {
  const commandIds: string[] = [];
  const orders = new Map<string, 'OPEN' | 'CANCELED'>();
  const reports: Delivery[] = [];
  let sequence = 0;
  const report = (
    { correlationId, orderId, ticker }: { correlationId: string; orderId: string; ticker: string },
    quantity: number,
    body: ReportBody,
  ): void => {
    sequence += 1;
    const leavesQuantity = body.type === 'ACCEPTED' ? quantity : 0;
    const common = { v: 1, member: MEMBERS.broker, sequence, atMs, tradeDate, correlationId } as const;
    const encoded = executionReportCodec.encode({
      ...common,
      ...{ orderId, ticker, quantity, filledQuantity: 0, leavesQuantity },
      ...body,
    });
    reports.push({ body: encoded, messageId: `report-${sequence}`, correlationId, redelivered: false });
  };
  const quantities = new Map<string, number>();
  const execute = (command: EngineCommand): void => {
    if (command.type === 'NEW_ORDER') {
      if (orders.has(command.orderId)) throw new Error(`the order ${command.orderId} came twice`);
      orders.set(command.orderId, 'OPEN');
      quantities.set(command.orderId, command.quantity);
      report(command, command.quantity, { type: 'ACCEPTED', limitPriceTicks: command.limitPriceTicks });
    }
    if (command.type !== 'CANCEL_ORDER') return;
    const quantity = quantities.get(command.orderId);
    if (quantity === undefined || orders.get(command.orderId) !== 'OPEN')
      throw new Error(`a cancel of ${command.orderId}, which is not open`);
    orders.set(command.orderId, 'CANCELED');
    report(command, quantity, { type: 'CANCELED', requestId: command.requestId, reason: 'REQUESTED' });
  };
  return {
    orders,
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
      execute(command);
    },
    reports: (limit) => reports.slice(0, limit),
    settle: (count) => void reports.splice(0, count),
    depth: () => reports.length,
  };
}
