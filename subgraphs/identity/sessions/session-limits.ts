/** Lifetimes of sessions and of their tokens. */
export interface SessionLimits {
  /** Lifetime of a token. */
  readonly tokenLifetimeMs: number;
  /** Age of a session at which it ends, however often it was renewed. */
  readonly maxAgeMs: number;
}

export const DEFAULT_SESSION_LIMITS: SessionLimits = {
  tokenLifetimeMs: 12 * 60 * 60 * 1000,
  maxAgeMs: 7 * 24 * 60 * 60 * 1000,
};

/** The limits of the settings. */
export const sessionLimitsFrom = (settings: {
  readonly SESSION_TOKEN_MINUTES: number;
  readonly SESSION_MAX_AGE_HOURS: number;
}): SessionLimits => ({
  tokenLifetimeMs: settings.SESSION_TOKEN_MINUTES * 60_000,
  maxAgeMs: settings.SESSION_MAX_AGE_HOURS * 3_600_000,
});

/** Valid sessions of one user; a further sign-in ends the one that was unused for the longest time. */
export const MAX_SESSIONS = 100;
