import type { Scene } from './attacker/scene.ts';
import type { TallyResult } from './tally.ts';

/** Addresses and settings of the broker under attack. */
export interface Target {
  /** Address of the graph, over HTTP. */
  readonly graph: string;
  /** Base URLs of the subgraphs' ports, by name. Empty in the embedded profile, where subgraphs have no port. */
  readonly subgraphs: Readonly<Record<string, string>>;
  /** Whether the broker limits callers on loopback by address, as it does callers from elsewhere. */
  readonly limitsLoopback: boolean;
  /** Whether its rates are so low that a flood of seconds exceeds them. */
  readonly hasLowRates: boolean;
  /** Largest age of a session, from sign-in; null when the broker's setting is not known. */
  readonly sessionMaxAgeSeconds: number | null;
}

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
