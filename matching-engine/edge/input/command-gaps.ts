import type { EngineCommand } from '#contracts/messages/engine-commands.ts';
import type { ExchangeState } from '../../exchange/state.ts';

/** Commands that a member has sent are not in the journal, and will not come. */
class CommandsMissing extends Error {
  override readonly name = 'CommandsMissing';
}

/** Finds out that the journal is not the one to which a member has sent its commands before. */
export interface CommandGaps {
  /**
   * Checks the first numbered commands of each member since the start of the engine: they follow the last one in the journal. Later
   * ones may skip the numbers of unreadable messages.
   * @throws CommandsMissing; none of the commands may be applied then
   */
  check(commands: readonly EngineCommand[]): void;
  /** Why the last batch was not taken; null when it was. */
  missing(): string | null;
}

export function createCommandGaps(state: Readonly<ExchangeState>): CommandGaps {
  const followed = new Set<string>();
  let missing: string | null = null;
  return {
    missing: () => missing,
    check: (commands) => {
      missing = null;
      for (const { member, number } of commands) {
        if (number === undefined || followed.has(member)) continue;
        const last = state.members.get(member)?.commandNumber ?? 0;
        if (number === last + 1) followed.add(member);
        if (number <= last + 1) continue;
        missing =
          `the next command of ${member} is ${number}, but the journal ends at its command ${last}: the journal is ` +
          'another one than before, or an older copy (docs/OPERATIONS.md, "A lost journal")';
        throw new CommandsMissing(missing);
      }
    },
  };
}
