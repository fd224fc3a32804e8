import { noteInSteps, type Note, type NoteRequest } from '../notes/note.ts';
import type { UncollectedTax } from '../notes/withholding.ts';
import { allAtOnce, type Steps } from '../steps.ts';
import { settleInSteps, type DayResults, type ReadPosition } from './day-results.ts';

/** The closed day of an account. */
export interface ClosedDay extends DayResults {
  readonly note: Note;
  /** State for the month's next note. */
  readonly uncollected: UncollectedTax;
}

/**
 * Closes the day of an account: makes its note and settles its averages. Before the close of trading the result is
 * provisional: it says what the day would be if it ended now.
 *
 * @param positionOf positions at the start of the day, after its corporate actions
 * @throws RangeError when the day sells more than the account holds and buys; see `uncoveredSale`
 */
export const closeDay = (request: NoteRequest, positionOf: ReadPosition): ClosedDay =>
  allAtOnce(closeInSteps(request, positionOf));

/** `closeDay` in steps: a day may have tens of thousands of trades. */
export function* closeInSteps(request: NoteRequest, positionOf: ReadPosition): Steps<ClosedDay> {
  const { note, uncollected } = yield* noteInSteps(request);
  return { note, uncollected, ...(yield* settleInSteps(note, positionOf)) };
}
