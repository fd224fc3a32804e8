import type { Scene } from './attacker/scene.ts';
import type { TallyResult } from './tally.ts';
import type { Target } from './target.ts';

/** One kind of hostile client. */
export interface Attack {
  /** Name on the command line and in the table. */
  readonly name: string;
  /** Action of the hostile client, as a sentence without a subject. */
  readonly does: string;
  /** Required answer of the broker. */
  readonly expects: string;
  /** Duration in seconds; the campaign's own when absent. */
  readonly seconds?: number;
  /** True when the innocent client also signs in while the attack runs. */
  readonly slowsSignIn?: boolean;
  /** Reason why the attack cannot run against a target; null when it can. */
  readonly skipped?: (target: Target) => string | null;
  /** Attacks until the scene's signal aborts, or to its own end. */
  run(scene: Scene): Promise<void>;
  /** The expectations that the answers violate. */
  judge(result: TallyResult, target: Target): readonly string[];
}
