import { createStore, type Store } from '../../state/store.ts';
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
