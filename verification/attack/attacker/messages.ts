import type { Target } from '../target.ts';
import type { TallyResult } from '../tally.ts';

/** Order to the attacker's process: runs one attack. */
export interface AttackOrder {
  readonly name: string;
  readonly seconds: number;
  readonly seed: number;
  readonly target: Target;
  readonly localAddress: string | undefined;
}

/** Report of the attacker's process. */
export type AttackReport =
  | { readonly kind: 'done'; readonly result: TallyResult }
  /** The attack itself is faulty, or the broker refused its preparation. */
  | { readonly kind: 'failed'; readonly message: string };
