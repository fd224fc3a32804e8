import { SETTINGS } from './settings.ts';
import { environment, readSettings, type SettingsOf } from '#platform/config.ts';

export type Settings = SettingsOf<typeof SETTINGS>;

/** The settings of the process that a person starts. */
export const loadSettings = (): Settings => readSettings(SETTINGS, environment(), { LOG_LEVEL: 'warn' });
