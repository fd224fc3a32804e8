import type { SimulatorSettings } from '../settings.ts';

/** Commands that the participants may send: market time adds to it, commands reduce it. */
export interface ActivityBudget {
  /** Adds the market time that has passed since the last call, at `activity` times the mean rate. */
  gain(marketMs: number, activity: number): void;
  isPositive(): boolean;
  /** Reduces the budget by commands that answer reports. */
  spend(commands: number): void;
  /** Reduces the budget by an action; one without commands costs a little, so that a step ends. */
  spendAction(commands: number): void;
}

/** Cost of an action that sends nothing. */
const IDLE_COST = 0.2;
/** A debt of more than this many seconds at the mean rate is forgotten. */
const MAX_DEBT_SECONDS = 5;

type Rates = Pick<SimulatorSettings, 'commandsPerSecond' | 'maxCommandsPerSecond' | 'stepMs'>;

export function createActivityBudget({
  commandsPerSecond,
  maxCommandsPerSecond,
  stepMs,
}: Rates): ActivityBudget {
  const maxPerStep = (Math.max(maxCommandsPerSecond, 3 * commandsPerSecond) * stepMs) / 1_000;
  let atMs: number | null = null;
  let available = 0;
  const spend = (commands: number): void => {
    available = Math.max(-MAX_DEBT_SECONDS * Math.max(1, commandsPerSecond), available - commands);
  };
  return {
    gain: (marketMs, activity) => {
      const elapsedMs = Math.max(0, marketMs - (atMs ?? marketMs));
      atMs = marketMs;
      const gained = Math.min(maxPerStep, (commandsPerSecond * activity * elapsedMs) / 1_000);
      available = Math.min(Math.max(1, maxPerStep), available + gained);
    },
    isPositive: () => available >= 1,
    spend,
    spendAction: (commands) => spend(Math.max(IDLE_COST, commands)),
  };
}
