/** A place of the desk. */
export type Route =
  | { readonly page: 'market' | 'orders' | 'account' | 'taxes' | 'settings' | 'unknown' }
  | { readonly page: 'ticker'; readonly ticker: string };

const PAGES: Readonly<Record<string, Route>> = {
  '/': { page: 'market' },
  '/orders': { page: 'orders' },
  '/account': { page: 'account' },
  '/taxes': { page: 'taxes' },
  '/settings': { page: 'settings' },
};

/** The place of an address. The gateway answers the same addresses: `gateway/desk/routes.ts`. */
export function routeOf(pathname: string): Route {
  const path = pathname === '/' ? '/' : pathname.replace(/\/$/, '');
  const ticker = /^\/ticker\/([A-Za-z0-9]{1,12})$/.exec(path)?.[1];
  if (ticker !== undefined) return { page: 'ticker', ticker: ticker.toUpperCase() };
  return (Object.hasOwn(PAGES, path) ? PAGES[path] : undefined) ?? { page: 'unknown' };
}

export const tickerPath = (ticker: string): string => `/ticker/${ticker}`;
