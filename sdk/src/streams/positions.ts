/** Relation of an event to those before it. */
export type Place = 'next' | 'repeat' | 'gap';

/** Where a stream is: the cursor to resume after, and which events have come. */
export interface Position {
  /** Cursor of the last event, or the one before the first. */
  readonly cursor: string | undefined;
  /** Places an event. One that is `next` becomes the last. */
  place(data: unknown): Place;
  /** The stream is opened again: its first event may repeat the last state. */
  reopened(): void;
}

interface Root {
  readonly cursor?: unknown;
  readonly ticker?: unknown;
  readonly sequence?: unknown;
}

/** Streams whose cursors count in steps of one: an event that leaves one out has come before its time. */
const WITHOUT_GAPS = new Set(['orders', 'wallet']);

/** Repeats by cursor among so many last events, where a cursor has no number. */
const REMEMBERED = 256;

/** Follows a stream from after a cursor, or from its first event. */
export function createPosition(after: string | undefined): Position {
  let cursor = after;
  let number = after === undefined ? undefined : numberIn(after);
  const seen = new Set<string>(after === undefined ? [] : [after]);
  const remember = (one: string): void => {
    seen.add(one);
    for (const oldest of seen) if (seen.size > REMEMBERED) seen.delete(oldest);
  };
  const states = createStates();
  const placeCursor = (field: string, next: string): Place => {
    const nextNumber = numberIn(next);
    if (nextNumber !== undefined && number !== undefined) {
      if (nextNumber <= number) return 'repeat';
      if (WITHOUT_GAPS.has(field) && nextNumber !== number + 1) return 'gap';
    } else if (seen.has(next)) return 'repeat';
    [cursor, number] = [next, nextNumber];
    remember(next);
    return 'next';
  };
  return {
    get cursor() {
      return cursor;
    },
    place: (data) => {
      const [field, value] = Object.entries((data ?? {}) as Record<string, unknown>)[0] ?? ['', null];
      const root = (value ?? {}) as Root;
      if (typeof root.cursor === 'string') return placeCursor(field, root.cursor);
      return states.place(root, data);
    },
    reopened: () => states.reopened(),
  };
}

/** Streams of states without a cursor: quotes and books by the sequence of their ticker, others by what they show. */
function createStates() {
  const sequences = new Map<string, number>();
  let checked = new Set<string>();
  let last = '';
  let isFirst = true;
  return {
    place: ({ ticker, sequence }: Root, data: unknown): Place => {
      if (typeof sequence !== 'number' || typeof ticker !== 'string') {
        const text = JSON.stringify(data);
        const isRepeat = isFirst && text === last;
        [last, isFirst] = [text, false];
        return isRepeat ? 'repeat' : 'next';
      }
      const before = sequences.get(ticker);
      // The first state after a loss may be older than the last one: the broker was restored. It counts from there.
      const isRepeat =
        before !== undefined && (checked.has(ticker) ? sequence <= before : sequence === before);
      checked.add(ticker);
      if (!isRepeat) sequences.set(ticker, sequence);
      return isRepeat ? 'repeat' : 'next';
    },
    reopened: () => {
      checked = new Set();
      isFirst = true;
    },
  };
}

/** The number in a cursor of this broker, `["KIND", "NUMBER"]` in base64url; undefined for any other cursor. */
function numberIn(cursor: string): number | undefined {
  try {
    const [, position] = JSON.parse(atob(cursor.replaceAll('-', '+').replaceAll('_', '/'))) as unknown[];
    return typeof position === 'string' && /^\d{1,15}$/.test(position) ? Number(position) : undefined;
  } catch {
    return undefined;
  }
}
