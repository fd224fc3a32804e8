import { adtvIn, adtvWindowOf } from '#domain/costs/adtv.ts';
import { costTableOn, hasMonthlyBands, type CostTable } from '#domain/costs/cost-table.ts';
import type { MeanDailyVolumes } from '#domain/costs/exchange-fees.ts';
import type { TradingCalendar } from '#domain/calendar/trading-calendar.ts';
import type { WalletStore } from '../store/store.ts';

/** Mean daily volumes (ADTV) of the owners of accounts, by account and trade date. */
export type AdtvOfAccounts = (accountId: string) => (tradeDate: string) => MeanDailyVolumes;

/** B3's cost tables and the calendar, which decide a note beside its trades. */
export interface NoteRules {
  readonly tables: readonly CostTable[];
  readonly calendar: TradingCalendar;
}

/** The lowest band of each fee. */
export const NO_VOLUMES: MeanDailyVolumes = { allCentavos: 0, dayTradesCentavos: 0 };

/**
 * Reads the ADTV that decides the fees of trade dates, from the notes of all accounts of each owner. It reads nothing for dates
 * on which no rate depends on it.
 */
export async function readAdtv(
  store: Pick<WalletStore, 'volumesOfOwners'>,
  { tables, calendar }: NoteRules,
  accountIds: readonly string[],
  tradeDates: readonly string[],
): Promise<AdtvOfAccounts> {
  const byMonth = new Map<string, ReadonlyMap<string, MeanDailyVolumes>>();
  for (const tradeDate of tradeDates) {
    const table = costTableOn(tables, tradeDate);
    const month = monthOf(tradeDate);
    if (!table || !hasMonthlyBands(table) || byMonth.has(month)) continue;
    const window = adtvWindowOf(calendar, tradeDate);
    const volumes = await store.volumesOfOwners(accountIds, window.first, window.last);
    byMonth.set(
      month,
      new Map(
        [...volumes].map(([id, { allCentavos, dayTradesCentavos }]) => [
          id,
          {
            allCentavos: adtvIn(window, allCentavos),
            dayTradesCentavos: adtvIn(window, dayTradesCentavos),
          },
        ]),
      ),
    );
  }
  return (accountId) => (tradeDate) => byMonth.get(monthOf(tradeDate))?.get(accountId) ?? NO_VOLUMES;
}

const monthOf = (day: string): string => day.slice(0, 7);
