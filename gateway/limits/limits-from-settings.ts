import type { Limits } from '../core/limits.ts';

/** The settings behind the limits, as processes/settings/settings.ts names them. */
interface LimitSettings {
  readonly LIMIT_DEPTH: number;
  readonly LIMIT_ALIASES: number;
  readonly LIMIT_ROOT_FIELDS: number;
  readonly LIMIT_BODY_BYTES: number;
  readonly LIMIT_SUBSCRIPTIONS: number;
  readonly LIMIT_INIT_MS: number;
}

/** Fields that compute a password's hash. */
export const COSTLY_FIELDS: Limits['costlyFields'] = {
  names: ['signIn', 'signUp'],
  max: 1,
  exceeded: 'The operation signs in or up more than once.',
};

/** Reads the gateway's limits from the settings. */
export const limitsFromSettings = (settings: LimitSettings): Partial<Limits> => ({
  depth: settings.LIMIT_DEPTH,
  aliases: settings.LIMIT_ALIASES,
  rootFields: settings.LIMIT_ROOT_FIELDS,
  bodyBytes: settings.LIMIT_BODY_BYTES,
  frameBytes: settings.LIMIT_BODY_BYTES,
  subscriptionsPerSocket: settings.LIMIT_SUBSCRIPTIONS,
  connectionInitMs: settings.LIMIT_INIT_MS,
});
