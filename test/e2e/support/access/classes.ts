/**
 * Access that a field of the graph needs:
 *
 * - `PUBLIC`: none.
 * - `READ`, `TRADE`, `TRANSFER`: a session, or an API key with this scope.
 * - `SESSION`: a session.
 * - `OBJECT`: as the object of the id, see `OBJECTS`.
 */
export type Access = 'PUBLIC' | 'READ' | 'TRADE' | 'TRANSFER' | 'SESSION' | 'OBJECT';

/** The class of a root field, written by hand: the schema's directives must agree with it. */
interface RootClass {
  readonly access: Access;
  /** True when an argument names an object of one user, which another user must not find. */
  readonly isOwned?: true;
}

const PUBLIC: RootClass = { access: 'PUBLIC' };
const READ: RootClass = { access: 'READ' };
const OWN_READ: RootClass = { access: 'READ', isOwned: true };
const OWN_TRADE: RootClass = { access: 'TRADE', isOwned: true };
const OWN_TRANSFER: RootClass = { access: 'TRANSFER', isOwned: true };
const SESSION: RootClass = { access: 'SESSION' };

/** Every root field of the graph. */
export const ROOT_CLASSES: Readonly<Record<string, RootClass>> = {
  'Query.account': OWN_READ,
  'Query.asset': PUBLIC,
  'Query.assets': PUBLIC,
  'Query.calendar': PUBLIC,
  'Query.marketStatus': PUBLIC,
  'Query.me': READ,
  'Query.movers': PUBLIC,
  'Query.node': { access: 'OBJECT', isOwned: true },
  'Query.nodes': { access: 'OBJECT', isOwned: true },
  'Query.order': OWN_READ,
  'Query.previewOrder': OWN_READ,
  'Query.quotes': PUBLIC,
  'Mutation.cancelAllOrders': OWN_TRADE,
  'Mutation.cancelOrder': OWN_TRADE,
  'Mutation.changePassword': SESSION,
  'Mutation.createApiKey': SESSION,
  'Mutation.deposit': OWN_TRANSFER,
  'Mutation.depositShares': OWN_TRANSFER,
  'Mutation.exerciseSubscription': OWN_TRADE,
  'Mutation.openAccount': { access: 'TRANSFER' },
  'Mutation.placeOrder': OWN_TRADE,
  'Mutation.placeOrders': OWN_TRADE,
  'Mutation.refreshSession': SESSION,
  'Mutation.replaceOrder': OWN_TRADE,
  'Mutation.revokeApiKey': { access: 'SESSION', isOwned: true },
  'Mutation.signIn': PUBLIC,
  'Mutation.signOut': SESSION,
  'Mutation.signUp': PUBLIC,
  'Mutation.withdraw': OWN_TRANSFER,
  'Subscription.asset': PUBLIC,
  'Subscription.book': PUBLIC,
  'Subscription.candles': PUBLIC,
  'Subscription.marketStatus': PUBLIC,
  'Subscription.orders': OWN_READ,
  'Subscription.portfolio': OWN_READ,
  'Subscription.quotes': PUBLIC,
  'Subscription.trades': PUBLIC,
  'Subscription.wallet': OWN_READ,
};

/** Fields below the root that need more than their object. */
export const NESTED_CLASSES: Readonly<Record<string, Access>> = {
  'Account.equity': 'READ',
  'Account.notes': 'READ',
  'Account.orderByClientOrderId': 'READ',
  'Account.orders': 'READ',
  'Account.portfolio': 'READ',
  'Account.position': 'READ',
  'Account.positions': 'READ',
  'Account.results': 'READ',
  'Account.statement': 'READ',
  'User.accounts': 'READ',
  'User.apiKeys': 'READ',
  'User.sessions': 'READ',
  'User.taxes': 'READ',
};

const PERIOD = '(from: "2026-01-01", to: "2026-01-31")';
/** Arguments that a field of Account requires. */
export const NESTED_ARGUMENTS: Readonly<Record<string, string>> = {
  orderByClientOrderId: '(clientOrderId: "x")',
  position: '(ticker: "PETR4")',
  results: PERIOD,
  equity: PERIOD,
};

/** Every type with an id that `node` takes: visible to its user alone, or to everybody. */
export const OBJECTS: Readonly<Record<string, 'OWNER' | 'PUBLIC'>> = {
  Account: 'OWNER',
  ApiKey: 'OWNER',
  Asset: 'PUBLIC',
  CorporateAction: 'PUBLIC',
  Note: 'OWNER',
  Order: 'OWNER',
  Position: 'OWNER',
  User: 'OWNER',
  UserSession: 'OWNER',
};

/** Every type that a subgraph resolves by its key: the types with an id that `node` takes, and the fills of orders. */
export const ENTITIES: typeof OBJECTS = { ...OBJECTS, Execution: 'OWNER' };

/**
 * Entity resolvers that compute from the fields of the reference, which the gateway has read from the owning subgraph under the
 * same statement. They store nothing of a user, and need a caller.
 */
export const COMPUTED_ENTITIES: readonly string[] = ['market-data Account', 'market-data Position'];
