import { tradingDayBefore, type TradingCalendar } from '../calendar/trading-calendar.ts';

/**
 * Day on which a month's tax (DARF 6015) is due: the last business day of the next month. The last trading day of a month
 * is also the last one of the banks: the exchange's own holidays are never that late. Source: Lei 8.383/1991 art. 52.
 */
export function taxDueOn(calendar: TradingCalendar, month: string): string {
  const [year = 0, number = 0] = month.split('-').map(Number);
  const monthAfterNext = year * 12 + number + 1;
  const first = `${Math.floor(monthAfterNext / 12)}-${String((monthAfterNext % 12) + 1).padStart(2, '0')}-01`;
  return tradingDayBefore(calendar, first);
}
