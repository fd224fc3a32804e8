import type { InstrumentFact } from '#contracts/messages/market-facts.ts';
import type { DefineInstrument } from '../../exchange/commands.ts';
import { CASH_GROUP } from '../schedule/phase-schedule.ts';

/** The command that lists an instrument in the cash group, or changes it. */
export const instrumentCommand = (fact: InstrumentFact): DefineInstrument => ({
  v: 1,
  type: 'DEFINE_INSTRUMENT',
  ticker: fact.ticker,
  group: CASH_GROUP,
  status: fact.status,
  lotSize: fact.lotSize,
  tickCentavos: fact.tickCentavos,
  priceBand: fact.priceBand,
  maxOrderQuantity: fact.maxOrderQuantity,
  previousCloseCentavos: fact.previousCloseCentavos,
  ...(fact.exActions && { exActions: fact.exActions }),
  version: fact.version,
});
