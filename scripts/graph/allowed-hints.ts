/** A composition hint that the schema check accepts. */
export interface AllowedHint {
  /** Code of the hint, as `INCONSISTENT_DESCRIPTION`. */
  readonly code: string;
  /** Schema coordinate of the hint, as `Order.id`; null for a hint without one. */
  readonly coordinate: string | null;
  /** Why the subgraphs stay as they are. */
  readonly reason: string;
}

/** Accepted hints. The check reports each other hint, and each entry that composition does not raise. */
export const ALLOWED_HINTS: readonly AllowedHint[] = [];
