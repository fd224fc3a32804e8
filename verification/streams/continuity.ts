/** Checks of one stream, event by event. Each returns the faults of an event. */
export type CheckEvent<Event> = (event: Event) => readonly string[];

export interface StateEvent {
  readonly key: string;
  readonly sequence: number;
  /** States between this one and the one before it, as the stream says. */
  readonly skipped: number;
}

/** A check of states that a client opens again without a cursor. */
export interface StateCheck {
  readonly check: CheckEvent<StateEvent>;
  /** The stream was opened again: the next state of each key is its present one, which may be the last one that came. */
  readonly reopen: () => void;
}

/** States of keys: the sequence of a key rises, and each gap is the number of skipped states that the event reports. */
export function createStateCheck(): StateCheck {
  const last = new Map<string, number>();
  const reopened = new Set<string>();
  return {
    check: ({ key, sequence, skipped }) => {
      const before = last.get(key);
      const isFirst = reopened.delete(key);
      last.set(key, sequence);
      if (before === undefined) return [];
      if (sequence < before || (sequence === before && !isFirst))
        return [`${key}: state ${sequence} came after ${before}`];
      const gap = isFirst ? 0 : sequence - before - 1;
      return skipped === gap
        ? []
        : [`${key}: ${gap} states are missing before ${sequence}, and skipped is ${skipped}`];
    },
    reopen: () => {
      for (const key of last.keys()) reopened.add(key);
    },
  };
}

export interface NumberedEvent {
  readonly key: string;
  readonly number: number;
}

/** Events whose numbers rise by one for each key: no gap, no repeat. */
export function createNumberCheck(): CheckEvent<NumberedEvent> {
  const last = new Map<string, number>();
  return ({ key, number }) => {
    const before = last.get(key);
    last.set(key, Math.max(number, before ?? number));
    return before === undefined || number === before + 1 ? [] : [`${key}: ${number} came after ${before}`];
  };
}

export interface CandleEvent {
  readonly openedAt: string;
  readonly isClosed: boolean;
  readonly tradeCount: number;
}

/** Candles: they follow one another, each closes before the next begins, and the number of its trades never falls. */
export function createCandleCheck(): CheckEvent<CandleEvent> {
  let last: CandleEvent | null = null;
  return (candle) => {
    const before = last;
    last = candle;
    if (before === null) return [];
    const { openedAt, tradeCount } = candle;
    if (openedAt < before.openedAt)
      return [`the candle of ${openedAt} came after that of ${before.openedAt}`];
    if (openedAt > before.openedAt)
      return before.isClosed ? [] : [`the candle of ${before.openedAt} never closed`];
    if (before.isClosed) return [`the candle of ${openedAt} changed after its close`];
    return tradeCount < before.tradeCount ? [`the candle of ${openedAt} lost trades`] : [];
  };
}

/** Events with ids: each comes once. */
export function createOnceCheck(): CheckEvent<{ readonly id: string }> {
  const seen = new Set<string>();
  return ({ id }) => {
    if (seen.has(id)) return [`${id} came twice`];
    seen.add(id);
    return [];
  };
}

/**
 * Compares the ids of a stream with those of a list, oldest first: from the first received one on, both have the same in the same
 * order, as far as the list goes.
 */
export function compareWithList(received: readonly string[], listed: readonly string[]): readonly string[] {
  const from = received.findIndex((id) => listed.includes(id));
  if (from < 0)
    return received.length > 0 && listed.length > 0 ? ['nothing of the stream is in the list'] : [];
  const expected = listed.slice(listed.indexOf(received[from] ?? ''));
  const got = received.slice(from);
  const wrong = expected.findIndex((id, index) => got[index] !== id);
  if (wrong >= 0) return [`the list has ${expected[wrong]} where the stream has ${got[wrong] ?? 'nothing'}`];
  return got.length > expected.length ? [`the stream has ${got[expected.length]}, and the list has not`] : [];
}
