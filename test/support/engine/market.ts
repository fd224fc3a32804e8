import type { EngineMarketData } from '#contracts/messages/engine-market-data.ts';
import type { ExecutionReport } from '#contracts/messages/execution-reports.ts';
import { createFastBook } from '#engine/core/fast/fast-book.ts';
import type { ExchangeCommand } from '#engine/exchange/commands.ts';
import { createExchange } from '#engine/exchange/exchange.ts';
import { define, setPhase } from './commands.ts';

const AT_MS = 1_773_680_400_000;

/** An exchange with PETR4 in continuous trading, after these commands. Each command has an instant of its own. */
export function market(...before: readonly ExchangeCommand[]) {
  const exchange = createExchange({ book: createFastBook });
  let atMs = AT_MS;
  const apply = (...commands: readonly ExchangeCommand[]) =>
    commands.flatMap((command) => [...exchange.apply(command, atMs++)]);
  apply(define(), setPhase('CONTINUOUS'), ...before);
  return {
    exchange,
    /** Applies the commands; returns their reports as short texts. */
    reportLines: (...commands: readonly ExchangeCommand[]): string[] =>
      apply(...commands).flatMap((event) => (event.kind === 'REPORT' ? [textOf(event.report)] : [])),
    /** Applies the commands; returns their reports. */
    reports: (...commands: readonly ExchangeCommand[]): ExecutionReport[] =>
      apply(...commands).flatMap((event) => (event.kind === 'REPORT' ? [event.report] : [])),
    /** Applies the commands; returns their market data. */
    marketData: (...commands: readonly ExchangeCommand[]): EngineMarketData[] =>
      apply(...commands).flatMap((event) => (event.kind === 'MARKET_DATA' ? [event.message] : [])),
  };
}

function textOf(report: ExecutionReport): string {
  switch (report.type) {
    case 'ACCEPTED':
      return `${report.orderId} accepted at ${report.limitPriceTicks}`;
    case 'REJECTED':
      return `${report.orderId} rejected ${report.rule}`;
    case 'FILLED':
      return `${report.orderId} filled ${report.fillQuantity} at ${report.priceTicks}, ${report.leavesQuantity} left`;
    case 'CANCELED':
      return `${report.orderId} canceled, ${report.filledQuantity} filled`;
    case 'EXPIRED':
      return `${report.orderId} expired ${report.reason}`;
    case 'REPLACED':
      return `${report.orderId} replaced, ${report.leavesQuantity} at ${report.limitPriceTicks}`;
    case 'MASS_CANCELED':
      return `mass canceled ${report.count}`;
    case 'CANCEL_REJECTED':
    case 'REPLACE_REJECTED':
      return `${report.orderId} ${report.type} ${report.rule}`;
    case 'TRIGGERED':
      return `${report.orderId} triggered`;
  }
}
