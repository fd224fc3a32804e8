import { gql, InMemoryCache } from '@apollo/client';

/** Types without an `id` belong to their parent: their fields merge, so that screens may select different ones. */
const PARTS = ['Portfolio', 'PriceBand', 'MarketStatus'];

export const createCache = () =>
  new InMemoryCache({
    typePolicies: Object.fromEntries(PARTS.map((type) => [type, { keyFields: false, merge: true }])),
  });

const VERSION = gql`
  fragment Version on Order {
    version
  }
`;

/**
 * Writes the order of an `OrderUpdate`, which is as it was then, unless the cache has a newer one. Subscribe to `orders` with
 * `fetchPolicy: 'no-cache'` and call this for each event. `fragment` has `version` and the fields that the screen selects.
 */
export function writeOrder(cache, fragment, order) {
  const id = cache.identify(order);
  const known = cache.readFragment({ id, fragment: VERSION });
  if (!known || known.version < order.version) cache.writeFragment({ id, fragment, data: order });
}
