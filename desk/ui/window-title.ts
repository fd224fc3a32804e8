import { useEffect } from 'react';

const NAME = 'My Broker B3';

/**
 * Names the browser's window after what it shows.
 *
 * @param title null for the desk's name alone; undefined leaves the title to a part of the page
 */
export function useWindowTitle(title: string | null | undefined): void {
  useEffect(() => {
    if (title !== undefined) document.title = title === null ? NAME : `${title} · ${NAME}`;
  }, [title]);
}
