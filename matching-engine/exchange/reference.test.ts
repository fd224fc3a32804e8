import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { ExecutionReport } from '#contracts/execution-reports.ts';
import { commandStream } from '../test-support/arbitraries.ts';
import { ReferenceModel } from '../test-support/reference-model.ts';
import { createExchange, type Exchange } from './exchange.ts';
import type { CoreEvent } from './turn.ts';

/** What happened, in the words of the reference model; null for what it does not tell. */
function lineOf(event: CoreEvent): string | null {
  if (event.kind === 'REPORT') return lineOfReport(event.report);
  const { message } = event;
  if (message.type === 'TRADE')
    return `TRADE ${message.ticker} ${message.priceTicks} ${message.quantity} ${message.aggressor}`;
  if (message.type === 'PHASE_CHANGED') return `PHASE_CHANGED ${message.ticker} ${message.phase}`;
  return null;
}

function lineOfReport(report: ExecutionReport): string {
  switch (report.type) {
    case 'ACCEPTED':
      return `ACCEPTED ${report.orderId} ${report.limitPriceTicks}`;
    case 'REJECTED':
      return `REJECTED ${report.orderId} ${report.rule}`;
    case 'FILLED':
      return `FILLED ${report.orderId} ${report.priceTicks} ${report.fillQuantity} left ${report.leavesQuantity} ${report.liquidity}`;
    case 'CANCELED':
      return `CANCELED ${report.orderId} ${report.filledQuantity} ${report.reason} ${report.requestId}`;
    case 'EXPIRED':
      return `EXPIRED ${report.orderId} ${report.reason} ${report.filledQuantity}`;
    case 'REPLACED':
      return `REPLACED ${report.orderId} ${report.limitPriceTicks} ${report.quantity} left ${report.leavesQuantity}`;
    case 'CANCEL_REJECTED':
    case 'REPLACE_REJECTED':
      return `${report.type} ${report.requestId} ${report.rule}`;
    case 'MASS_CANCELED':
      return `MASS_CANCELED ${report.count}`;
    case 'TRIGGERED':
      return `TRIGGERED ${report.orderId}`;
  }
}

const bookOf = (exchange: Exchange, ticker: string): string[] =>
  (['BUY', 'SELL'] as const).flatMap((side) =>
    (exchange.state.listings.get(ticker)?.book.levels(side) ?? []).map(
      ({ priceTicks, quantity, orders }) => `${side} ${priceTicks} ${quantity} ${orders}`,
    ),
  );

test('the core and the reference model say the same of any commands', { timeout: 60_000 }, () => {
  const told = new Map<string, number>();
  fc.assert(
    fc.property(commandStream(150), (commands) => {
      const exchange = createExchange();
      const model = new ReferenceModel();
      for (const [index, command] of commands.entries()) {
        const lines = exchange.apply(command, index).flatMap((event) => lineOf(event) ?? []);
        expect(lines).toEqual(model.apply(command));
        for (const ticker of ['PETR4', 'VALE3']) expect(bookOf(exchange, ticker)).toEqual(model.book(ticker));
        for (const line of lines) {
          const kind = /^(?:\w*REJECTED|EXPIRED) \S+ \w+|^\w+/.exec(line)?.[0].replace(/ \S+ /, ' ') ?? '';
          told.set(kind, (told.get(kind) ?? 0) + 1);
        }
      }
    }),
    { numRuns: 300 },
  );
  // The comparison is worth what it saw: every kind of answer, every rule.
  const rules = [
    'ID_REUSED',
    'UNKNOWN_TICKER',
    'ASSET_NOT_ACTIVE',
    'PHASE',
    'NOT_YET_SUPPORTED',
    'QUANTITY_LIMIT',
  ];
  const more = ['LOT_SIZE', 'PRICE_REQUIRED', 'PRICE_NOT_ALLOWED', 'PRICE_BAND', 'NO_OPPOSITE_PRICE'];
  const expected = [
    ...[...rules, ...more].map((rule) => `REJECTED ${rule}`),
    ...['FILL_OR_KILL', 'IMMEDIATE_OR_CANCEL', 'END_OF_DAY'].map((reason) => `EXPIRED ${reason}`),
    ...['ORDER_ENDED', 'ORDER_NOT_FOUND'].map((rule) => `CANCEL_REJECTED ${rule}`),
    ...['ORDER_ENDED', 'ORDER_NOT_FOUND', 'LOT_SIZE', 'PRICE_BAND'].map((rule) => `REPLACE_REJECTED ${rule}`),
    ...['ACCEPTED', 'FILLED', 'TRADE', 'CANCELED', 'REPLACED', 'MASS_CANCELED', 'PHASE_CHANGED'],
  ];
  expect(expected.filter((kind) => !told.has(kind))).toEqual([]);
});
