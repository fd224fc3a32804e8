import { useEffect, useRef } from 'react';
import type { Locale } from './locale.ts';
import { useLanguage } from './texts.ts';

/** Calls back when the user changes the language: what is typed in the numbers of one is written in those of the other. */
export function useLocaleChange(changed: (from: Locale, to: Locale) => void): void {
  const { locale } = useLanguage();
  const before = useRef(locale);
  useEffect(() => {
    const from = before.current;
    before.current = locale;
    if (from !== locale) changed(from, locale);
  }, [locale]);
}
