import type { NoteLine } from '#domain/notes/day-trades.ts';
import { scale } from '#domain/money/integer.ts';
import { moneyText, quantityText } from './brazilian-format.ts';
import type { NoteDocument } from './note-document.ts';

/** Texts of a line of the table "Negócios realizados", by column. */
export interface LineText {
  readonly market: string;
  readonly side: string;
  readonly security: string;
  /** `D`: a day trade; `D 40`: only 40 of its shares. */
  readonly observation: string;
  readonly quantity: string;
  readonly price: string;
  readonly amount: string;
  readonly direction: string;
}

/** Lines that fit on a sheet. */
export const LINES_PER_SHEET = 30;

/** A sheet of the note. */
export interface NoteSheet {
  /** From 1 on. */
  readonly number: number;
  readonly lines: readonly LineText[];
  /** The last sheet holds the sums. */
  readonly isLast: boolean;
}

/** Divides a note into sheets. A note without lines has one empty sheet. */
export function sheetsOf({ note, names }: NoteDocument): readonly NoteSheet[] {
  const count = Math.max(1, Math.ceil(note.lines.length / LINES_PER_SHEET));
  return Array.from({ length: count }, (_, index) => ({
    number: index + 1,
    lines: note.lines
      .slice(index * LINES_PER_SHEET, (index + 1) * LINES_PER_SHEET)
      .map((line) => lineText(line, names)),
    isLast: index + 1 === count,
  }));
}

function lineText({ trade, dayTradeQuantity }: NoteLine, names: NoteDocument['names']): LineText {
  const { ticker, asset, side, quantity, grossCentavos } = trade;
  return {
    market: ticker === asset ? 'VISTA' : 'FRACIONARIO',
    side: side === 'BUY' ? 'C' : 'V',
    security: [names.get(asset)?.toLocaleUpperCase('pt-BR'), ticker].filter(Boolean).join('  '),
    observation: observationOf(dayTradeQuantity, quantity),
    quantity: quantityText(quantity),
    price: moneyText(priceCentavosOf(trade)),
    amount: moneyText(grossCentavos),
    direction: side === 'BUY' ? 'D' : 'C',
  };
}

function observationOf(dayTradeQuantity: number, quantity: number): string {
  if (dayTradeQuantity === 0) return '';
  return dayTradeQuantity === quantity ? 'D' : `D ${quantityText(dayTradeQuantity)}`;
}

/** Price of a trade: whole centavos, as on the exchange. */
export const priceCentavosOf = ({ grossCentavos, quantity }: NoteLine['trade']): number =>
  scale(grossCentavos, 1, quantity);
