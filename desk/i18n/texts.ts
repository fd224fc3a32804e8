import { createContext, useContext } from 'react';
import { useDesk } from '../app/desk.ts';
import { usePart } from '../state/store.ts';
import type { Preferences } from '../state/preferences.ts';
import { createFormat, type Format } from './format.ts';
import type { Locale } from './locale.ts';
import { account } from './texts/account.ts';
import { market } from './texts/market.ts';
import { notices } from './texts/notices.ts';
import { orders } from './texts/orders.ts';
import { settings } from './texts/settings.ts';
import { shell } from './texts/shell.ts';
import { taxes } from './texts/taxes.ts';
import { ticker } from './texts/ticker.ts';
import { trading } from './texts/trading.ts';

/** All texts of the desk in one language; `texts/` has a file for each part of the screen, with both languages side by side. */
const textsOf = (locale: Locale) => ({
  shell: shell[locale],
  market: market[locale],
  ticker: ticker[locale],
  trading: trading[locale],
  orders: orders[locale],
  account: account[locale],
  taxes: taxes[locale],
  settings: settings[locale],
  notices: notices[locale],
});

export type Texts = ReturnType<typeof textsOf>;

/** The texts and the forms of numbers and times of the user's language. */
export interface Language {
  readonly locale: Locale;
  readonly texts: Texts;
  readonly format: Format;
}

export const languageOf = (locale: Locale): Language => ({
  locale,
  texts: textsOf(locale),
  format: createFormat(locale),
});

export const LanguageContext = createContext<Language | null>(null);

export function useLanguage(): Language {
  const language = useContext(LanguageContext);
  if (!language) throw new Error('a component of the desk stands outside of its language');
  return language;
}

const localeOf = ({ locale }: Preferences): Locale => locale;
export const useLocale = (): Locale => usePart(useDesk().preferences, localeOf);
