import { isLocale, type Locale } from '../i18n/locale.ts';
import { createStoredStore, isRecord } from './stored.ts';
import type { Store } from './store.ts';

export type Theme = 'dark' | 'light';

export interface Preferences {
  readonly locale: Locale;
  readonly theme: Theme;
}

/** Language and theme: those that the user chose, else those of the browser. */
export const createPreferences = (storage: Storage | null, ofBrowser: Preferences): Store<Preferences> =>
  createStoredStore<Preferences>(storage, {
    key: 'desk:preferences',
    first: ofBrowser,
    read: (parsed) =>
      isRecord(parsed) &&
      isLocale(parsed['locale']) &&
      (parsed['theme'] === 'dark' || parsed['theme'] === 'light')
        ? { locale: parsed['locale'], theme: parsed['theme'] }
        : null,
  });

/** Portuguese for readers of Portuguese, else English. */
export const preferencesOfBrowser = (languages: readonly string[], prefersLight: boolean): Preferences => ({
  locale: languages[0]?.toLowerCase().startsWith('pt') ? 'pt-BR' : 'en',
  theme: prefersLight ? 'light' : 'dark',
});
