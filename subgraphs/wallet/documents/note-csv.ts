import { formatCentavos } from '#domain/money/money.ts';
import { csvOf } from './csv.ts';
import type { NoteDocument } from './note-document.ts';
import { priceCentavosOf } from './note-lines.ts';

const HEADER = [
  'note',
  'date',
  'settles_on',
  'ticker',
  'custody_ticker',
  'side',
  'quantity',
  'price',
  'amount',
  'costs',
  'day_trade_quantity',
  'auction',
];

/** The lines of a note as CSV, in the order of trading. Decimals have a point. */
export const noteCsv = ({ number, note }: NoteDocument): string =>
  csvOf(
    HEADER,
    note.lines.map(({ trade, dayTradeQuantity, costsCentavos }) => [
      number,
      note.tradeDate,
      note.settlesOn,
      trade.ticker,
      trade.asset,
      trade.side,
      trade.quantity,
      formatCentavos(priceCentavosOf(trade)),
      formatCentavos(trade.grossCentavos),
      formatCentavos(costsCentavos),
      dayTradeQuantity,
      String(trade.isAuction),
    ]),
  );
