import { tradingDayBefore, type TradingCalendar } from '../calendar/trading-calendar.ts';
import { add } from '../money/integer.ts';

/**
 * Mean daily volume of an investor over all brokers (ADTV), which decides the bands of the next month. The window begins
 * on the last trading day of the month before last and ends on the penultimate trading day of last month. Source: B3
 * Comunicado Externo 053/2024-VPC.
 */
export interface DailyVolumes {
  /** Adds the traded amount of a day, in centavos. Days come in order. */
  add(day: string, grossCentavos: number): void;
  /** ADTV in centavos that decides the bands on a day, cut off after the centavo. */
  adtvOn(day: string): number;
}

/** Keeps the volumes of the last two or three months. */
export function createDailyVolumes(calendar: TradingCalendar): DailyVolumes {
  const volumes = new Map<string, number>();
  let known = { month: '', adtv: 0 };
  return {
    add: (day, grossCentavos) => {
      const oldest = firstOfMonth(day, -2);
      for (const past of volumes.keys()) if (past < oldest) volumes.delete(past);
      volumes.set(day, add(volumes.get(day) ?? 0, grossCentavos));
    },
    adtvOn: (day) => {
      const month = day.slice(0, 7);
      if (known.month !== month) known = { month, adtv: adtvOf(calendar, volumes, day) };
      return known.adtv;
    },
  };
}

/** Trade dates whose volumes decide the bands of a month: both ends included, and the number of trading days. */
export interface AdtvWindow {
  readonly first: string;
  readonly last: string;
  readonly tradingDays: number;
}

/** The window of a day's month. */
export function adtvWindowOf(calendar: TradingCalendar, day: string): AdtvWindow {
  const first = tradingDayBefore(calendar, firstOfMonth(day, -1));
  const last = tradingDayBefore(calendar, tradingDayBefore(calendar, firstOfMonth(day, 0)));
  let tradingDays = 0;
  for (let current = first; current <= last; current = calendar.nextTradingDay(current)) tradingDays += 1;
  return { first, last, tradingDays };
}

/** ADTV in centavos of the volume of a window, cut off after the centavo. */
export const adtvIn = ({ tradingDays }: AdtvWindow, volumeCentavos: number): number =>
  Math.floor(volumeCentavos / tradingDays);

function adtvOf(calendar: TradingCalendar, volumes: ReadonlyMap<string, number>, day: string): number {
  const window = adtvWindowOf(calendar, day);
  let total = 0;
  for (const [traded, volume] of volumes)
    if (traded >= window.first && traded <= window.last) total = add(total, volume);
  return adtvIn(window, total);
}

function firstOfMonth(day: string, months: number): string {
  const count = Number(day.slice(0, 4)) * 12 + Number(day.slice(5, 7)) - 1 + months;
  const year = String(Math.floor(count / 12)).padStart(4, '0');
  return `${year}-${String((count % 12) + 1).padStart(2, '0')}-01`;
}
