import { addDays, easterSunday, isWeekend } from './days.ts';

/** A holiday on which the exchange has no session. */
interface HolidayRule {
  readonly name: string;
  /** First and last year of the holiday, both included; unbounded when absent. */
  readonly fromYear?: number;
  readonly untilYear?: number;
  /** Years in between with a session on that day. */
  readonly exceptYears?: readonly number[];
  readonly dayIn: (year: number) => string;
}

const fixed = (monthAndDay: string) => (year: number) => `${year}-${monthAndDay}`;
const fromEaster = (days: number) => (year: number) => addDays(easterSunday(year), days);

/**
 * Holidays of the exchange in Sao Paulo. City and state holidays closed it until 2021. In 2020 the city and the state
 * moved two of them to other days because of the pandemic, so the exchange traded on the original days.
 */
const HOLIDAY_RULES: readonly HolidayRule[] = [
  { name: 'New Year', dayIn: fixed('01-01') },
  { name: 'Foundation of Sao Paulo', untilYear: 2021, dayIn: fixed('01-25') },
  { name: 'Carnival Monday', dayIn: fromEaster(-48) },
  { name: 'Carnival Tuesday', dayIn: fromEaster(-47) },
  { name: 'Good Friday', dayIn: fromEaster(-2) },
  { name: 'Tiradentes', dayIn: fixed('04-21') },
  { name: 'Labour Day', dayIn: fixed('05-01') },
  { name: 'Corpus Christi', dayIn: fromEaster(60) },
  { name: 'World Cup opening in Sao Paulo', fromYear: 2014, untilYear: 2014, dayIn: fixed('06-12') },
  { name: 'Constitutionalist Revolution', untilYear: 2021, exceptYears: [2020], dayIn: fixed('07-09') },
  { name: 'Independence', dayIn: fixed('09-07') },
  { name: 'Our Lady of Aparecida', dayIn: fixed('10-12') },
  { name: 'All Souls', dayIn: fixed('11-02') },
  { name: 'Proclamation of the Republic', dayIn: fixed('11-15') },
  {
    name: 'Black Awareness in Sao Paulo',
    fromYear: 2006,
    untilYear: 2021,
    exceptYears: [2020],
    dayIn: fixed('11-20'),
  },
  { name: 'Black Awareness', fromYear: 2024, dayIn: fixed('11-20') },
  { name: 'Christmas Eve', dayIn: fixed('12-24') },
  { name: 'Christmas', dayIn: fixed('12-25') },
  { name: 'Last working day of the year', dayIn: lastWeekdayOfYear },
];

function lastWeekdayOfYear(year: number): string {
  let day = `${year}-12-31`;
  while (isWeekend(day)) day = addDays(day, -1);
  return day;
}

/** Names of a year's holidays by day, holidays on weekends included. */
export function holidaysOf(year: number): ReadonlyMap<string, string> {
  const rules = HOLIDAY_RULES.filter(
    (rule) =>
      (rule.fromYear ?? year) <= year &&
      year <= (rule.untilYear ?? year) &&
      !rule.exceptYears?.includes(year),
  );
  return new Map(rules.map((rule) => [rule.dayIn(year), rule.name]));
}

/** Ash Wednesday of a year; the exchange opens late on it. */
export const ashWednesday = fromEaster(-46);
