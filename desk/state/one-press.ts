/** A click or a key as this file looks at it. */
export interface Press {
  readonly type: string;
  readonly target: EventTarget | null;
  /** Number of a click in a series at one place; 0 for a key. */
  readonly detail: number;
  readonly key?: string;
  /** The key is held down. */
  readonly repeat?: boolean;
}

/** Controls that a press may change into others, or take from under the pointer. */
const CONTROLS = 'button, a[href]';
/** Steps of a number are made for many presses. */
const REPEATED = '[data-repeats]';

/**
 * True for a press that says nothing more than the one before: the second click of a double click, and Enter held down. After the first
 * one another control may be there: that of the next order, or one that confirms.
 */
export function isEcho({ type, target, detail, key, repeat }: Press): boolean {
  // The page itself is no element, and is in none.
  const element = target as Partial<Element> | null;
  const isIn = (selector: string): boolean => Boolean(element?.closest?.(selector));
  if (type === 'keydown') return repeat === true && key === 'Enter' && !isIn(`textarea, ${REPEATED}`);
  return detail > 1 && isIn(CONTROLS) && !isIn(REPEATED);
}

/** Keeps such presses from all controls of a window. */
export function takeOnePress(window: Pick<Window, 'addEventListener'>): void {
  const take = (event: MouseEvent | KeyboardEvent): void => {
    if (!isEcho(event)) return;
    event.preventDefault();
    event.stopPropagation();
  };
  window.addEventListener('click', take, true);
  window.addEventListener('keydown', take, true);
}
