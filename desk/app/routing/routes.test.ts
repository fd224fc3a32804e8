import { expect, test } from 'vitest';
import { routeOf, type Route } from './routes.ts';

test.each<[string, Route]>([
  ['/', { page: 'market' }],
  ['/orders', { page: 'orders' }],
  ['/orders/', { page: 'orders' }],
  ['/ticker/PETR4', { page: 'ticker', ticker: 'PETR4' }],
  ['/ticker/petr4f', { page: 'ticker', ticker: 'PETR4F' }],
  ['/ticker/', { page: 'unknown' }],
  ['/ticker/<b>', { page: 'unknown' }],
  ['/constructor', { page: 'unknown' }],
])('%s is the place %j', (pathname, route) => {
  expect(routeOf(pathname)).toEqual(route);
});
