import { useEffect, useRef, type RefObject } from 'react';

/**
 * Takes the focus to the first wrong field of a form after an attempt to send it.
 *
 * @param attempts attempts so far that a field has kept from being sent
 */
export function useWrongFocus(attempts: number): RefObject<HTMLFormElement | null> {
  const form = useRef<HTMLFormElement>(null);
  useEffect(() => {
    if (attempts > 0) form.current?.querySelector<HTMLElement>('[aria-invalid="true"]')?.focus();
  }, [attempts]);
  return form;
}
