import type { CoreEvent } from '../../exchange/command-context.ts';

/** Commands that are on their way to the disk and applied, with what they made. */
export interface AppliedGroup {
  /** Of their last one. */
  readonly lastIndex: number;
  readonly commands: number;
  /** Resolves when they are on the disk. */
  readonly durable: Promise<void>;
  readonly events: readonly CoreEvent[];
  readonly done: () => void;
  readonly giveUp: (error: Error) => void;
}

/** Where the outputs of applied groups leave, in order, and not before their commands are on the disk. */
export interface Outlet {
  add(group: AppliedGroup): void;
  /** Commands whose outputs have not left. */
  inFlight(): number;
  /** Gives up all that has not left. Nothing more leaves. */
  end(error: Error): void;
  /** Resolves when all has left or was given up. */
  rest(): Promise<void>;
}

/**
 * @param publish resolves when the events are safe with those whom they are for
 * @param onPublished called with the index of the last command whose outputs have left
 * @param onError called when the disk failed or the publisher has given up; it must end the outlet
 */
export function createOutlet(options: {
  readonly publish: (events: readonly CoreEvent[]) => Promise<void>;
  readonly onPublished: (lastIndex: number) => void;
  readonly onError: (error: Error) => void;
}): Outlet {
  const groups: (AppliedGroup & { isDurable: boolean })[] = [];
  let inFlight = 0;
  let isOver = false;
  let draining: Promise<void> | null = null;

  /** All that is on the disk leaves at once. */
  const drain = async (): Promise<void> => {
    try {
      while (groups.length > 0) {
        await groups[0]?.durable;
        const count = groups.findIndex(({ isDurable }, place) => place > 0 && !isDurable);
        await publishFirst(count < 0 ? groups.length : count);
      }
    } catch (error) {
      options.onError(error as Error);
    }
    draining = null;
  };
  const publishFirst = async (count: number): Promise<void> => {
    const events = groups.slice(0, count).flatMap((group) => group.events);
    if (events.length > 0) await options.publish(events);
    let lastIndex = 0;
    for (const group of groups.splice(0, count)) {
      ({ lastIndex } = group);
      inFlight -= group.commands;
      group.done();
    }
    if (!isOver) options.onPublished(lastIndex);
  };
  return {
    inFlight: () => inFlight,
    add: (group) => {
      const item = { ...group, isDurable: false };
      // A failure reaches the drain, which awaits the same promise; until then it must not count as unhandled.
      group.durable.then(
        () => (item.isDurable = true),
        () => undefined,
      );
      inFlight += group.commands;
      groups.push(item);
      draining ??= drain();
    },
    end: (error) => {
      isOver = true;
      for (const { giveUp } of groups.splice(0)) giveUp(error);
    },
    rest: async () => {
      while (draining) await draining;
    },
  };
}
