import type { EngineOutput } from './publisher.ts';

/** Commands that are applied and appended to the journal, with the events that they caused. */
export interface AppliedGroup {
  /** Journal index of the last command. */
  readonly lastIndex: number;
  readonly commands: number;
  /** Resolves when the commands are on disk. */
  readonly durable: Promise<void>;
  readonly events: readonly EngineOutput[];
  /** Called when the events are published. */
  readonly done: () => void;
  /** Called when the events will not be published in this run of the engine. */
  readonly giveUp: (error: Error) => void;
}

/** Publishes the events of applied groups, in order, and not before the commands of a group are on disk. */
export interface OutputQueue {
  add(group: AppliedGroup): void;
  /** Commands whose events are not published yet. */
  inFlight(): number;
  /** Gives up all unpublished groups and publishes nothing more. */
  end(error: Error): void;
  /** Resolves when every group is published or given up. */
  rest(): Promise<void>;
}

/**
 * @param publish resolves when the queues and the log have confirmed the events
 * @param onPublished called with the index of the last command whose events are published
 * @param onError called when the journal failed or a publish was abandoned; it must end the output queue
 */
export function createOutputQueue(options: {
  readonly publish: (events: readonly EngineOutput[]) => Promise<void>;
  readonly onPublished: (lastIndex: number) => void;
  readonly onError: (error: Error) => void;
}): OutputQueue {
  const groups: (AppliedGroup & { isDurable: boolean })[] = [];
  let inFlight = 0;
  let isOver = false;
  let draining: Promise<void> | null = null;

  /** Publishes all groups at the head of the queue that are on disk as one. */
  const drain = async (): Promise<void> => {
    try {
      while (groups.length > 0) {
        await groups[0]?.durable;
        const count = groups.findIndex(({ isDurable }, index) => index > 0 && !isDurable);
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
      // `drain` awaits the same promise and sees its failure; until then it must not count as unhandled.
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
