import { addDays } from '../calendar/days.ts';
import type { TradingCalendar } from '../calendar/trading-calendar.ts';
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

function adtvOf(calendar: TradingCalendar, volumes: ReadonlyMap<string, number>, day: string): number {
  const first = lastTradingDayBefore(calendar, firstOfMonth(day, -1));
  const last = lastTradingDayBefore(calendar, lastTradingDayBefore(calendar, firstOfMonth(day, 0)));
  let days = 0;
  for (let current = first; current <= last; current = calendar.nextTradingDay(current)) days += 1;
  let total = 0;
  for (const [traded, volume] of volumes) if (traded >= first && traded <= last) total = add(total, volume);
  return Math.floor(total / days);
}

function firstOfMonth(day: string, months: number): string {
  const count = Number(day.slice(0, 4)) * 12 + Number(day.slice(5, 7)) - 1 + months;
  const year = String(Math.floor(count / 12)).padStart(4, '0');
  return `${year}-${String((count % 12) + 1).padStart(2, '0')}-01`;
}

function lastTradingDayBefore(calendar: TradingCalendar, day: string): string {
  let before = addDays(day, -1);
  while (!calendar.isTradingDay(before)) before = addDays(before, -1);
  return before;
}
