import { useEffect, useRef, type RefObject } from 'react';

/**
 * Keeps the focus of the keyboard in a part of the page: when the element that has it goes, such as the button of an order that has
 * ended, the part itself takes it.
 */
export function useKeptFocus(part: RefObject<HTMLElement | null>): void {
  const focused = useRef<Element | null>(null);
  useEffect(() => {
    const element = part.current;
    if (!element) return;
    const enter = ({ target }: FocusEvent): void => {
      focused.current = target as Element;
    };
    const leave = ({ target }: FocusEvent): void => {
      // An element that is taken out of the page loses the focus too.
      if ((target as Element).isConnected) focused.current = null;
    };
    element.addEventListener('focusin', enter);
    element.addEventListener('focusout', leave);
    const removals = new MutationObserver(() => {
      if (focused.current === null || focused.current.isConnected) return;
      focused.current = null;
      if (document.activeElement === document.body) element.focus({ preventScroll: true });
    });
    removals.observe(element, { childList: true, subtree: true });
    return () => {
      removals.disconnect();
      element.removeEventListener('focusin', enter);
      element.removeEventListener('focusout', leave);
    };
  }, [part]);
}
