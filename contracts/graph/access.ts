/** Scopes of API keys, as the enum AccessScope names them. */
export const ACCESS_SCOPES = ['READ', 'TRADE', 'TRANSFER'] as const;
export type AccessScope = (typeof ACCESS_SCOPES)[number];

/** Scope of sessions alone: they manage keys, sessions and the password. */
const SESSION_SCOPE = 'SESSION';

/** Scopes of a session, by the names that `@requiresScopes` has in the subgraphs' schemas. */
export const SESSION_SCOPES: readonly string[] = [...ACCESS_SCOPES, SESSION_SCOPE];
