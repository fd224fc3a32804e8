import { SETTINGS } from './settings.ts';
import { environment, readSettings, type SettingsOf } from '#platform/config.ts';

export type Settings = SettingsOf<typeof SETTINGS>;

/** Settings of a process that is started by hand: it logs warnings only, by default. */
export const loadSettings = (): Settings => readSettings(SETTINGS, environment(), { LOG_LEVEL: 'warn' });
