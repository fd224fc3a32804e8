import type { Browser } from './browser.ts';

/** Items of a slice: each renders a row or two. */
const SLICE = 10;
/** Items that wait at most. A window out of sight has one slice a second: more than this are applied at once. */
const MAX_WAITING = 1_000;
/** Between two slices: the browser paints, and reads what the user does. */
const PAUSE_MS = 16;

/**
 * Applies items as they come, those of a burst a slice at a time: no task of the page is as long as the whole burst.
 *
 * @returns takes an item; a lone one is applied at once
 */
export function inSlices<Item>(
  { clock }: Pick<Browser, 'clock'>,
  apply: (items: readonly Item[]) => void,
): (item: Item) => void {
  const waiting: Item[] = [];
  let isPausing = false;
  const applyNext = (): void => {
    const slice = waiting.splice(0, waiting.length > MAX_WAITING ? waiting.length : SLICE);
    isPausing = slice.length > 0;
    if (!isPausing) return;
    clock.after(PAUSE_MS, applyNext);
    apply(slice);
  };
  return (item) => {
    waiting.push(item);
    if (!isPausing) applyNext();
  };
}
