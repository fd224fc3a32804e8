import type { OutgoingCommand } from './store.ts';

/** Commands that stay in memory until they are published. */
const MAX_WAITING = 20_000;

/** The commands to a shard that this process has stored and not published; no other process stores or publishes any. */
export interface OwnCommands {
  /** Adds commands of a committed transaction. */
  add(command: OutgoingCommand): void;
  /** The next commands to publish; null when the table has to be read, since some may not be here. */
  next(limit: number): readonly OutgoingCommand[] | null;
  /** The number up to which all are published; 0 while that is unknown. */
  readonly published: number;
  setPublished(number: number): void;
  /** Makes `next` null until commands are published: some may be in the table alone. */
  forget(): void;
}

/** Numbers have no gaps, so a command that is not here shows. */
export function createOwnCommands(): OwnCommands {
  const waiting = new Map<number, OutgoingCommand>();
  let published = 0;
  let isKnown = false;
  return {
    add: (command) => {
      if (command.number > published && waiting.size < MAX_WAITING) waiting.set(command.number, command);
    },
    next: (limit) => {
      if (!isKnown) return null;
      const found: OutgoingCommand[] = [];
      for (let number = published + 1; found.length < limit; number++) {
        const command = waiting.get(number);
        if (!command) break;
        found.push(command);
      }
      return found.length === 0 && waiting.size > 0 ? null : found;
    },
    get published() {
      return published;
    },
    setPublished: (number) => {
      for (const passed of waiting.keys()) if (passed <= number) waiting.delete(passed);
      published = number;
      isKnown = true;
    },
    forget: () => {
      isKnown = false;
    },
  };
}
