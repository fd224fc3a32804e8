import { createTradingCalendar, settlementDay } from '#domain/calendar/trading-calendar.ts';
import { B3_COST_TABLES, costTableOn, NO_COSTS } from '#domain/costs/cost-table.ts';
import { noteInSteps } from '#domain/notes/note.ts';
import type { Trade } from '#domain/notes/trade.ts';
import { NOTHING_UNCOLLECTED, withholdingRulesOn } from '#domain/notes/withholding.ts';
import { allAtOnce } from '#domain/steps.ts';
import type { NoteDocument } from '../note-document.ts';

/** A trade at sight of `PETR4`, or of the fractional market for a ticker with F. */
export const tradeOf = (
  ticker: string,
  side: Trade['side'],
  quantity: number,
  priceCentavos: number,
): Trade => ({
  ticker,
  asset: ticker.replace(/F$/, ''),
  kind: 'PREFERRED_STOCK',
  side,
  quantity,
  grossCentavos: quantity * priceCentavos,
  isAuction: false,
});

const calendar = createTradingCalendar();

/** The document of a day's note. */
export function documentOf(
  tradeDate: string,
  trades: readonly Trade[],
  costs: { brokerageCentavos?: number; otherCentavos?: number } = {},
): NoteDocument {
  const { note } = allAtOnce(
    noteInSteps({
      tradeDate,
      settlesOn: settlementDay(calendar, tradeDate),
      trades,
      costTable: costTableOn(B3_COST_TABLES, tradeDate) ?? NO_COSTS,
      adtvCentavos: 0,
      dayTradeAdtvCentavos: 0,
      brokerageCentavos: costs.brokerageCentavos ?? 0,
      otherCentavos: costs.otherCentavos ?? 0,
      withholding: withholdingRulesOn(tradeDate),
      uncollected: NOTHING_UNCOLLECTED,
    }),
  );
  return {
    number: 42,
    note,
    client: { code: 'acc_01JABCDEFGHJKMNPQRSTVWXYZ0', name: 'João Conceição Müller Ñandú' },
    names: new Map([
      ['PETR4', 'Petrobras PN'],
      ['WEGE3', 'Weg ON'],
      ['BIDI3', 'Banco Inter ON'],
      ['BIDI11', 'Banco Inter Units'],
      ['ITSA4', 'Itaúsa PN'],
      ['ITSA3', 'Itaúsa ON'],
    ]),
  };
}
