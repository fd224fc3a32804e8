import type { AnchorHTMLAttributes, MouseEvent, ReactElement } from 'react';
import { useDesk } from './desk.ts';
import { createStore, useStore, type Store } from '../state/store.ts';
import { routeOf, type Route } from './routes.ts';

/**
 * The place on the screen and the browser's history. Six flat addresses need no package: this is all of it.
 */
export interface Router extends Pick<Store<Route>, 'get' | 'subscribe'> {
  readonly go: (path: string) => void;
}

export function createRouter(window: Window): Router {
  const store = createStore(routeOf(window.location.pathname));
  window.addEventListener('popstate', () => store.set(routeOf(window.location.pathname)));
  return {
    get: store.get,
    subscribe: store.subscribe,
    go: (path) => {
      if (path === window.location.pathname) return;
      window.history.pushState(null, '', path);
      store.set(routeOf(path));
      window.scrollTo(0, 0);
    },
  };
}

export const useRoute = (): Route => useStore(useDesk().router);

/** A click that opens a window or saves the target belongs to the browser. */
const isPlain = (event: MouseEvent): boolean =>
  event.button === 0 && !(event.metaKey || event.ctrlKey || event.shiftKey || event.altKey);

type LinkProps = AnchorHTMLAttributes<HTMLAnchorElement> & { readonly href: string };

/** A link within the desk. */
export function Link({ href, onClick, ...rest }: LinkProps): ReactElement {
  const { router } = useDesk();
  const go = (event: MouseEvent<HTMLAnchorElement>): void => {
    onClick?.(event);
    if (event.defaultPrevented || !isPlain(event)) return;
    event.preventDefault();
    router.go(href);
  };
  return <a {...rest} href={href} onClick={go} />;
}
