import { FRACTIONAL_NAME_END } from '#domain/market/custody-ticker.ts';
import type { Locale } from './locale.ts';

/** The market's time zone: all times are shown in it. */
const ZONE = 'America/Sao_Paulo';
const NOTHING = '–';

/** Sums of this many reais and more have too many digits for a column of a phone. */
const BRIEF_FROM = 1_000_000;

type Amount = string | number | null | undefined;

/** Numbers, money and times as readers of a language write them. What is absent is a dash. */
export interface Format {
  /** `27,50`. */
  readonly price: (value: Amount) => string;
  /** `R$ 1.234,56`. */
  readonly money: (value: Amount) => string;
  /** `28,46`, of the broker's `28.4561`: an average in the places of a price. */
  readonly average: (value: Amount) => string;
  /** `+R$ 1.234,56`: a profit or a loss. */
  readonly gain: (value: Amount) => string;
  /** `R$ 1,23 mi`, of a sum of a million or more; null of a smaller one, which has room everywhere. */
  readonly moneyBrief: (value: Amount, isGain?: boolean) => string | null;
  /** `R$ 1,2 mi`. */
  readonly moneyShort: (value: Amount) => string;
  /** `1.234`. */
  readonly quantity: (value: Amount) => string;
  /** `1,2 mi`. */
  readonly quantityShort: (value: Amount) => string;
  /** `+1,23 %` of the graph's `1.23`. */
  readonly percent: (value: Amount) => string;
  /** `12,3%`: a part of a whole. */
  readonly share: (value: Amount) => string;
  /** `+0,35`. */
  readonly change: (value: Amount) => string;
  /** `14:03:27`. */
  readonly time: (instant: string | number | null | undefined) => string;
  /** `14:03`. */
  readonly minute: (instant: string | number | null | undefined) => string;
  /** `16/03, 14:03`, or `Mar 16, 14:03`. */
  readonly moment: (instant: string | number | null | undefined) => string;
  /** `16/03/2026`, or `Mar 16, 2026`, of `2026-03-16`. */
  readonly day: (day: string | null | undefined) => string;
  /** `março de 2026` of `2026-03`. */
  readonly month: (month: string) => string;
  /** `16/03/2026, 14:03`. */
  readonly dayAndMinute: (instant: string | number | null | undefined) => string;
  /** `16/03/2026, 14:03:27`. */
  readonly dayAndTime: (instant: string | number | null | undefined) => string;
  /** `Petrobras PN (fracionário)`: the name of an instrument, which the broker gives in English. */
  readonly instrument: (name: string | undefined) => string | undefined;
  /** `seg., 16/03/2026`. */
  readonly weekday: (instant: number) => string;
}

/** Intl takes exact decimals as texts, so no digit is lost; TypeScript's types know that from a later year on. */
const exact = (value: string | number): number => value as number;

/** Intl's forms are made once for a language: each costs as much as some hundred uses. */
export function createFormat(locale: Locale): Format {
  const numberForm = (options: Intl.NumberFormatOptions) => {
    const form = new Intl.NumberFormat(locale, options);
    return (value: Amount): string =>
      value === null || value === undefined || value === '' ? NOTHING : form.format(exact(value));
  };
  const timeForm = (options: Intl.DateTimeFormatOptions, timeZone = ZONE) => {
    const form = new Intl.DateTimeFormat(locale, { ...options, timeZone });
    return (instant: string | number | null | undefined): string =>
      instant === null || instant === undefined ? NOTHING : form.format(new Date(instant));
  };
  const clock = { hour: '2-digit', minute: '2-digit', hourCycle: 'h23' } as const;
  // English has the month's name: 3/4 is another day in each of its countries.
  const ofYear =
    locale === 'en'
      ? ({ day: 'numeric', month: 'short' } as const)
      : ({ day: '2-digit', month: '2-digit' } as const);
  const date = { ...ofYear, year: 'numeric' } as const;
  const price = numberForm({ minimumFractionDigits: 2, maximumFractionDigits: 4 });
  const currency = { style: 'currency', currency: 'BRL' } as const;
  const short = { notation: 'compact', maximumFractionDigits: 1 } as const;
  const ofBrief = { ...currency, notation: 'compact', maximumFractionDigits: 2 } as const;
  const [brief, briefGain] = [numberForm(ofBrief), numberForm({ ...ofBrief, signDisplay: 'exceptZero' })];
  const day = timeForm(date, 'UTC');
  const month = timeForm({ month: 'long', year: 'numeric' }, 'UTC');
  const share = numberForm({ minimumFractionDigits: 1, maximumFractionDigits: 1 });
  const twoPlaces = { minimumFractionDigits: 2, maximumFractionDigits: 2 } as const;
  const percent = numberForm({ ...twoPlaces, signDisplay: 'exceptZero' });
  // A small gain has its sign, too, where its places are zeros.
  const signedPercent = numberForm({ ...twoPlaces, signDisplay: 'always' });
  return {
    price: (value) => price(value),
    average: numberForm({ minimumFractionDigits: 2, maximumFractionDigits: 2 }),
    money: numberForm(currency),
    gain: numberForm({ ...currency, signDisplay: 'exceptZero' }),
    moneyBrief: (value, isGain = false) =>
      Math.abs(Number(value ?? 0)) < BRIEF_FROM ? null : (isGain ? briefGain : brief)(value),
    moneyShort: numberForm({ ...currency, ...short }),
    quantity: numberForm({ maximumFractionDigits: 0 }),
    quantityShort: numberForm(short),
    percent: (value) =>
      value === null || value === undefined
        ? NOTHING
        : `${(Number(value) === 0 ? percent : signedPercent)(value)}%`,
    share: (value) => (value === null || value === undefined ? NOTHING : `${share(value)}%`),
    change: numberForm({ minimumFractionDigits: 2, maximumFractionDigits: 2, signDisplay: 'exceptZero' }),
    time: timeForm({ ...clock, second: '2-digit' }),
    minute: timeForm(clock),
    moment: timeForm({ ...clock, ...ofYear }),
    day: (value) => (value === null || value === undefined ? NOTHING : day(`${value}T00:00:00Z`)),
    month: (value) => month(`${value}-01T00:00:00Z`),
    dayAndMinute: timeForm({ ...date, ...clock }),
    dayAndTime: timeForm({ ...date, ...clock, second: '2-digit' }),
    instrument: (name) =>
      locale === 'pt-BR' && name?.endsWith(FRACTIONAL_NAME_END)
        ? `${name.slice(0, -FRACTIONAL_NAME_END.length)} (fracionário)`
        : name,
    weekday: timeForm({ ...date, weekday: 'short' }),
  };
}
