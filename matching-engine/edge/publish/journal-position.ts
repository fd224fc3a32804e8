import type { JournalPosition } from '#contracts/messages/execution-reports.ts';
import { MEMBERS } from '#contracts/names.ts';
import type { ExchangeState } from '../../exchange/state.ts';
import type { Journal } from '../../journal/journal.ts';

/** The member's place in the journal: `contracts/messages/execution-reports.ts` says who compares it. */
export function positionOf(
  state: Readonly<ExchangeState>,
  journal: Pick<Journal, 'id'>,
  member: string,
  announcedAtMs: number,
): JournalPosition {
  const known = state.members.get(member);
  return {
    v: 1,
    type: 'JOURNAL_POSITION',
    member,
    shard: state.options.shard,
    journalId: journal.id,
    lastSequence: known?.reportSequence ?? 0,
    commandNumber: known?.commandNumber ?? 0,
    announcedAtMs,
  };
}

/** The members that hear the position when the engine starts: those that are known by name, and those of the journal. */
export const membersOf = (state: Readonly<ExchangeState>): readonly string[] => [
  ...new Set([...Object.values(MEMBERS), ...state.members.keys()]),
];
