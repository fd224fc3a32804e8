import type { Log } from '../observability/log.ts';
import type { Caller } from '../security/caller.ts';

/** The context of every resolver. A subgraph adds its own services to it. */
export interface RequestContext {
  /** Null for an anonymous caller. */
  readonly caller: Caller | null;
  /** Network address of the client, as the gateway has seen it; null when it is unknown. */
  readonly address: string | null;
  readonly correlationId: string;
  readonly log: Log;
  /** Extensions of the result of a query or mutation, for the gateway; resolvers may add to them. */
  readonly extensions: Record<string, unknown>;
}
