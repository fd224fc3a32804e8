import type { ExchangeCommand } from '../../exchange/commands.ts';

/** Commands of one group; a single submission may exceed it. */
const MAX_GROUP_COMMANDS = 2_000;

/**
 * Submits commands. Resolves when they are journaled and applied and all their outputs are published. Rejects when the
 * engine stops before that; the commands must then be submitted again. An empty list applies only due commands of the
 * phase schedule.
 */
export type Submit = (commands: readonly ExchangeCommand[]) => Promise<void>;

/** Submissions that the engine processes together, in order. */
export interface CommandGroup {
  readonly commands: readonly ExchangeCommand[];
  /** Resolves the submissions. */
  readonly done: () => void;
  /** Rejects the submissions. */
  readonly giveUp: (error: Error) => void;
}

/** Orders the commands of members, operators and the instrument feed in one sequence. */
export interface Sequencer {
  readonly submit: Submit;
  /** Processes the next group if there is room now. */
  resume(): void;
  /** Rejects the submissions that wait, and all later ones, with this error. */
  end(error: Error): void;
  /** Resolves when no submission waits. */
  rest(): Promise<void>;
}

interface Submission {
  readonly commands: readonly ExchangeCommand[];
  readonly resolve: () => void;
  readonly reject: (error: Error) => void;
}

/**
 * Forms groups of the submissions that wait and processes one group after the other, while there is room.
 * @param process throws when the engine must stop
 * @param onError called with what `process` threw; it must end the sequencer
 */
export function createSequencer(options: {
  readonly hasRoom: () => boolean;
  readonly process: (group: CommandGroup) => void;
  readonly onError: (error: Error) => void;
}): Sequencer {
  const waiting: Submission[] = [];
  let ended: Error | null = null;
  let running: Promise<void> | null = null;
  let resume: () => void = () => undefined;

  const run = async (): Promise<void> => {
    while (waiting.length > 0 && !ended) {
      if (!options.hasRoom()) {
        await new Promise<void>((resolve) => (resume = resolve));
        continue;
      }
      const group = takeGroup(waiting);
      try {
        options.process(group);
      } catch (error) {
        options.onError(error as Error);
        group.giveUp(error as Error);
      }
    }
    running = null;
  };
  return {
    submit: (commands) =>
      new Promise((resolve, reject) => {
        if (ended) return reject(ended);
        waiting.push({ commands, resolve, reject });
        // In a microtask, so that submissions of one synchronous run form one group.
        running ??= Promise.resolve().then(run);
      }),
    resume: () => resume(),
    end: (error) => {
      ended ??= error;
      for (const { reject } of waiting.splice(0)) reject(ended);
      resume();
    },
    rest: async () => {
      while (running) await running;
    },
  };
}

/** Takes the oldest submissions that fit into a group, at least one. */
function takeGroup(waiting: Submission[]): CommandGroup {
  let count = 0;
  const end = waiting.findIndex(({ commands }, index) => {
    count += commands.length;
    return index > 0 && count > MAX_GROUP_COMMANDS;
  });
  const submissions = waiting.splice(0, end < 0 ? waiting.length : end);
  return {
    commands: submissions.flatMap(({ commands }) => commands),
    done: () => {
      for (const { resolve } of submissions) resolve();
    },
    giveUp: (error) => {
      for (const { reject } of submissions) reject(error);
    },
  };
}
