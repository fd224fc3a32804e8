import type { GraphQLResolveInfo, GraphQLScalarType, GraphQLScalarTypeConfig } from 'graphql';
import type { UserModel as UserModelModel, SessionModel as SessionModelModel, UserSessionModel as UserSessionModelModel, ApiKeyModel as ApiKeyModelModel, RefusalModel as RefusalModelModel } from '../graph/models.ts';
import type { Context } from '../graph/context.ts';
export type Maybe<T> = T | null;
export type InputMaybe<T> = Maybe<T>;
export type Omit<T, K extends keyof T> = Pick<T, Exclude<keyof T, K>>;
export type RequireFields<T, K extends keyof T> = Omit<T, K> & { [P in K]-?: NonNullable<T[P]> };
/** All built-in and custom scalars, mapped to their actual values */
export type Scalars = {
  ID: { input: string; output: string; }
  String: { input: string; output: string; }
  Boolean: { input: boolean; output: boolean; }
  Int: { input: number; output: number; }
  Float: { input: number; output: number; }
  /** Opaque position in a stream or a list. Never parse it. */
  Cursor: { input: string; output: string; }
  /** Calendar day in America/Sao_Paulo, ISO 8601: "2026-03-16". */
  Date: { input: string; output: string; }
  /** Instant, ISO 8601 in UTC, with milliseconds: "2026-03-16T13:00:00.000Z". */
  DateTime: { input: string; output: string; }
  /**
   * Exact decimal as a string. Output: money has two places ("28.90"), an average has four, rounded half up. Input: a string of
   * the form -?(0|[1-9][0-9]{0,12})(.[0-9]{1,8})? or an integer, never a float.
   */
  Decimal: { input: string; output: string; }
  /** Whole number from -9007199254740991 to 9007199254740991, as a JSON number. */
  Long: { input: number; output: number; }
  /**
   * Ticker of B3 in upper case: four letters of the issuer and the number of the kind of security (PETR4, VALE3, TAEE11), with an F
   * in the fractional market (PETR4F).
   */
  Ticker: { input: string; output: string; }
  _FieldSet: { input: string; output: string; }
};

/** Access of an API key. A session has every scope, and alone manages keys, sessions and the password. */
export type AccessScope =
  /** Queries and subscriptions. */
  | 'READ'
  /** Orders. */
  | 'TRADE'
  /** Deposits, withdrawals and accounts. */
  | 'TRANSFER';

/** A key for programs, used as a bearer token. The broker stores only a hash of it. */
export type ApiKey = Node & {
  __typename?: 'ApiKey';
  /** Instant of its creation. */
  createdAt: Scalars['DateTime']['output'];
  /** Instant at which it expires; null for a key that does not. */
  expiresAt?: Maybe<Scalars['DateTime']['output']>;
  /** Unique in the whole graph, opaque and stable. */
  id: Scalars['ID']['output'];
  /** Instant of a recent request with it, to a minute or two; null before the first. */
  lastUsedAt?: Maybe<Scalars['DateTime']['output']>;
  /** Name that its owner chose. */
  name: Scalars['String']['output'];
  /** Its first characters, by which its owner recognises it. */
  prefix: Scalars['String']['output'];
  /** The rights of the key. */
  scopes: Array<AccessScope>;
};

/** A change of the password. */
export type ChangePasswordInput = {
  /** The present password. */
  currentPassword: Scalars['String']['input'];
  /** The new password, under the rules of the sign-up. */
  newPassword: Scalars['String']['input'];
};

/** A new API key. */
export type CreateApiKeyInput = {
  /** Instant at which the key expires, in the future; null: it does not. */
  expiresAt?: InputMaybe<Scalars['DateTime']['input']>;
  /** 1 to 100 characters, not only spaces. */
  name: Scalars['String']['input'];
  /** At least one scope. */
  scopes: Array<AccessScope>;
};

/** The new key, or the reason for the refusal. */
export type CreateApiKeyResult = NewApiKey | Refusal;

/** Changes. The fields of an operation run in their order; one that fails is null and does not undo another. */
export type Mutation = {
  __typename?: 'Mutation';
  /**
   * Changes the password and returns a new token of the caller's session; all other sessions end. A wrong present password is
   * refused as a wrong sign-in is.
   */
  changePassword?: Maybe<SignInResult>;
  /** Creates an API key. A user has at most 50. */
  createApiKey?: Maybe<CreateApiKeyResult>;
  /**
   * Issues a new token of the caller's session; the present one stays valid until it expires. A session has an absolute age, past
   * which this is UNAUTHENTICATED: sign in again.
   */
  refreshSession?: Maybe<Session>;
  /** Revokes an API key; its private streams end with UNAUTHENTICATED. False when the caller has no such key. */
  revokeApiKey?: Maybe<Scalars['Boolean']['output']>;
  /** Opens a session for an e-mail address and its password. */
  signIn?: Maybe<SignInResult>;
  /** Ends the caller's session, or all of the user's sessions. Their private streams end with UNAUTHENTICATED. API keys stay. */
  signOut?: Maybe<Scalars['Boolean']['output']>;
  /** Creates a user with one account named main, and signs the user in. */
  signUp?: Maybe<SignUpResult>;
};


/** Changes. The fields of an operation run in their order; one that fails is null and does not undo another. */
export type MutationChangePasswordArgs = {
  input: ChangePasswordInput;
};


/** Changes. The fields of an operation run in their order; one that fails is null and does not undo another. */
export type MutationCreateApiKeyArgs = {
  input: CreateApiKeyInput;
};


/** Changes. The fields of an operation run in their order; one that fails is null and does not undo another. */
export type MutationRevokeApiKeyArgs = {
  id: Scalars['ID']['input'];
};


/** Changes. The fields of an operation run in their order; one that fails is null and does not undo another. */
export type MutationSignInArgs = {
  input: SignInInput;
};


/** Changes. The fields of an operation run in their order; one that fails is null and does not undo another. */
export type MutationSignOutArgs = {
  everywhere?: Scalars['Boolean']['input'];
};


/** Changes. The fields of an operation run in their order; one that fails is null and does not undo another. */
export type MutationSignUpArgs = {
  input: SignUpInput;
};

/** A key that was just created. */
export type NewApiKey = {
  __typename?: 'NewApiKey';
  /** The key. */
  apiKey: ApiKey;
  /** The secret: send it as `Authorization: Bearer SECRET`. It is shown once. */
  secret: Scalars['String']['output'];
};

/** An object with an id that is unique in the whole graph. */
export type Node = {
  /** Unique in the whole graph, opaque and stable. */
  id: Scalars['ID']['output'];
};

/** Position of a page in its list. */
export type PageInfo = {
  __typename?: 'PageInfo';
  /** Cursor of the last edge; null on an empty page. */
  endCursor?: Maybe<Scalars['Cursor']['output']>;
  /** True when the list continues after `endCursor`. */
  hasNextPage: Scalars['Boolean']['output'];
  /** True when the list has edges before `startCursor`. */
  hasPreviousPage: Scalars['Boolean']['output'];
  /** Cursor of the first edge; null on an empty page. */
  startCursor?: Maybe<Scalars['Cursor']['output']>;
};

/** Trading phase of the market or of one instrument. */
export type Phase =
  /** Orders gather for an auction during the session. */
  | 'AUCTION'
  /** Accepts no requests. */
  | 'CLOSED'
  /** Orders gather for the closing auction. */
  | 'CLOSING_CALL'
  /** Orders match on arrival. */
  | 'CONTINUOUS'
  /** Trading is interrupted. */
  | 'HALTED'
  /** Orders gather for the opening auction. */
  | 'OPENING_CALL'
  /** Accepts cancels only, before the opening call. */
  | 'PRE_OPEN';

/** Why the market or an instrument is in its phase. */
export type PhaseCause =
  /** The circuit breaker: the index has fallen to one of its levels. Also the call after it. */
  | 'CIRCUIT_BREAKER'
  /** An auction by command of the exchange. */
  | 'COMMAND'
  /** A trade outside of the dynamic tunnel would have followed: an auction. */
  | 'DYNAMIC_TUNNEL'
  /** A call that was extended. */
  | 'EXTENSION'
  /** A halt by command of the exchange, or the call after it. */
  | 'HALT'
  /** A trade of an unusual quantity would have followed: an auction. */
  | 'QUANTITY'
  /** The schedule of the session. */
  | 'SCHEDULE'
  /** A trade outside of the static tunnel would have followed: an auction. */
  | 'STATIC_TUNNEL';

/** Reads. Root fields are independent: one that fails is null and has an error with its path and a code. */
export type Query = {
  __typename?: 'Query';
  /** The authenticated user. */
  me?: Maybe<User>;
};

/** The refusal of a valid request: the rule, its limit and the observed value. An expected answer, not an error. */
export type Refusal = {
  __typename?: 'Refusal';
  /** The refused input field. */
  field?: Maybe<Scalars['String']['output']>;
  /** The limit that the rule allows. */
  limit?: Maybe<Scalars['String']['output']>;
  /** Reason of the refusal, and what the caller can do. */
  message: Scalars['String']['output'];
  /** The value that the rule observed. */
  observed?: Maybe<Scalars['String']['output']>;
  /** The rule that refuses the request. docs/ERRORS.md has the sequence of the checks. */
  rule: RefusalRule;
};

/** Rules of refusals. The list may grow: handle an unknown rule by the message of its refusal. */
export type RefusalRule =
  /** The account does not exist or belongs to another user. */
  | 'ACCOUNT_NOT_FOUND'
  /** The instrument is suspended or delisted, or is an index. */
  | 'ASSET_NOT_ACTIVE'
  /** The exchange canceled the order because a corporate action changes the price of the instrument from this day on. */
  | 'CORPORATE_ACTION'
  /** Another user has this e-mail address. */
  | 'EMAIL_TAKEN'
  /** An earlier request used the id with other content. Choose a new id, or repeat the first content exactly. */
  | 'ID_REUSED'
  /** The available cash does not cover the withdrawal, or the order with its costs. */
  | 'INSUFFICIENT_CASH'
  /** The order sells more shares than are available. */
  | 'INSUFFICIENT_SHARES'
  /** The amount is not positive or has a fraction of a centavo. */
  | 'INVALID_AMOUNT'
  /** Type, time in force, expiry, displayed and minimum quantity contradict each other. */
  | 'INVALID_COMBINATION'
  /** The e-mail address or the password is wrong. */
  | 'INVALID_CREDENTIALS'
  /** The text is not an e-mail address. */
  | 'INVALID_EMAIL'
  /** An API key expires in the future. */
  | 'INVALID_EXPIRY'
  /** A client-chosen id must have 1 to 64 of the characters A-Z a-z 0-9 _ . : - */
  | 'INVALID_ID'
  /** The name is too long, has no visible character, or has control or direction characters. */
  | 'INVALID_NAME'
  /** An API key needs at least one scope. */
  | 'INVALID_SCOPES'
  /** The quantity is not a multiple of the lot. */
  | 'LOT_SIZE'
  /** The exchange could not fill the minimum quantity at once. */
  | 'MINIMUM_QUANTITY'
  /** A market order needs a price on the opposite side of the book, and that side is empty. */
  | 'NO_OPPOSITE_PRICE'
  /** The order is already filled, canceled, expired or rejected. */
  | 'ORDER_ENDED'
  /** The order does not exist or belongs to another user. */
  | 'ORDER_NOT_FOUND'
  /** The current phase of the market does not accept this request. */
  | 'PHASE'
  /** The price is outside the band of the day, or the order exceeds the highest value of one order. */
  | 'PRICE_BAND'
  /** An order of this type does not have this price. */
  | 'PRICE_NOT_ALLOWED'
  /** An order of this type needs this price. */
  | 'PRICE_REQUIRED'
  /** The quantity is not positive or exceeds the highest quantity of one order. */
  | 'QUANTITY_LIMIT'
  /** The stop would trigger at once, or its limit could not trade. A buy needs a stop price above the last price and a limit at or above the stop price; a sell the reverse. */
  | 'STOP_PRICE'
  /** The rights cannot be exercised today. They can be from the ex-day of the subscription to its last day of exercise. */
  | 'SUBSCRIPTION_CLOSED'
  /** The price is not a positive multiple of the tick. */
  | 'TICK_SIZE'
  /** The user has 20 accounts, the highest number. */
  | 'TOO_MANY_ACCOUNTS'
  /** The user has the highest number of API keys. Revoke one first. */
  | 'TOO_MANY_API_KEYS'
  /** The account has the highest number of open orders. */
  | 'TOO_MANY_OPEN_ORDERS'
  /** The request has more than 100 orders. */
  | 'TOO_MANY_ORDERS'
  /** The costs of the trade date are not known: no cost table covers it. */
  | 'UNKNOWN_COSTS'
  /** No instrument has this ticker. */
  | 'UNKNOWN_TICKER'
  /** The password is too short, too long or too simple. */
  | 'WEAK_PASSWORD';

/** A token of a session, valid until it expires. */
export type Session = {
  __typename?: 'Session';
  /** Instant at which the token expires. Call `refreshSession` before it. */
  expiresAt: Scalars['DateTime']['output'];
  /** Send it as `Authorization: Bearer TOKEN`; over a WebSocket as `connectionParams.authorization`. */
  token: Scalars['String']['output'];
  /** The signed-in user. */
  user: User;
};

/** Side of an order. */
export type Side =
  /** Buys shares for cash. */
  | 'BUY'
  /** Sells shares for cash. */
  | 'SELL';

/** Credentials of a user. */
export type SignInInput = {
  /** The e-mail address of the sign-up. */
  email: Scalars['String']['input'];
  /** The password of the sign-up. */
  password: Scalars['String']['input'];
};

/** A session, or the refusal INVALID_CREDENTIALS. */
export type SignInResult = Refusal | Session;

/** Data of a new user. */
export type SignUpInput = {
  /** E-mail address for sign-in. Case does not matter; the server trims it. */
  email: Scalars['String']['input'];
  /** 1 to 100 characters, not only spaces. */
  name: Scalars['String']['input'];
  /** 8 to 128 characters. Common passwords and the e-mail address are refused. */
  password: Scalars['String']['input'];
};

/** A session, or the reason for the refusal. */
export type SignUpResult = Refusal | Session;

/** A person who signed up. Visible to that person alone. */
export type User = Node & {
  __typename?: 'User';
  /** API keys that are neither revoked nor expired, the newest first. */
  apiKeys: Array<ApiKey>;
  /** E-mail address for sign-in, trimmed and in lower case. */
  email: Scalars['String']['output'];
  /** Unique in the whole graph, opaque and stable. */
  id: Scalars['ID']['output'];
  /** Display name that the person chose. */
  name: Scalars['String']['output'];
  /** Sign-ins that are still valid, the newest first. */
  sessions: Array<UserSession>;
};

/** A sign-in that is still valid. */
export type UserSession = Node & {
  __typename?: 'UserSession';
  /** Instant of the sign-in. */
  createdAt: Scalars['DateTime']['output'];
  /** Instant at which the session's newest token expires. */
  expiresAt: Scalars['DateTime']['output'];
  /** Unique in the whole graph, opaque and stable. */
  id: Scalars['ID']['output'];
  /** The session that asks. */
  isCurrent: Scalars['Boolean']['output'];
  /** Instant of a recent request, to a minute or two. */
  lastUsedAt: Scalars['DateTime']['output'];
};



export type ResolverTypeWrapper<T> = Promise<T> | T;

export type ReferenceResolver<TResult, TReference, TContext> = (
      reference: TReference,
      context: TContext,
      info: GraphQLResolveInfo
    ) => Promise<TResult> | TResult;

      type ScalarCheck<T, S> = S extends true ? T : NullableCheck<T, S>;
      type NullableCheck<T, S> = Maybe<T> extends T ? Maybe<ListCheck<NonNullable<T>, S>> : ListCheck<T, S>;
      type ListCheck<T, S> = T extends (infer U)[] ? NullableCheck<U, S>[] : GraphQLRecursivePick<T, S>;
      export type GraphQLRecursivePick<T, S> = { [K in keyof T & keyof S]: ScalarCheck<T[K], S[K]> };
    

export type ResolverWithResolve<TResult, TParent, TContext, TArgs> = {
  resolve: ResolverFn<TResult, TParent, TContext, TArgs>;
};
export type Resolver<TResult, TParent = Record<PropertyKey, never>, TContext = Record<PropertyKey, never>, TArgs = Record<PropertyKey, never>> = ResolverFn<TResult, TParent, TContext, TArgs> | ResolverWithResolve<TResult, TParent, TContext, TArgs>;

export type ResolverFn<TResult, TParent, TContext, TArgs> = (
  parent: TParent,
  args: TArgs,
  context: TContext,
  info: GraphQLResolveInfo
) => Promise<TResult> | TResult;

export type SubscriptionSubscribeFn<TResult, TParent, TContext, TArgs> = (
  parent: TParent,
  args: TArgs,
  context: TContext,
  info: GraphQLResolveInfo
) => AsyncIterable<TResult> | Promise<AsyncIterable<TResult>>;

export type SubscriptionResolveFn<TResult, TParent, TContext, TArgs> = (
  parent: TParent,
  args: TArgs,
  context: TContext,
  info: GraphQLResolveInfo
) => TResult | Promise<TResult>;

export interface SubscriptionSubscriberObject<TResult, TKey extends string, TParent, TContext, TArgs> {
  subscribe: SubscriptionSubscribeFn<{ [key in TKey]: TResult }, TParent, TContext, TArgs>;
  resolve?: SubscriptionResolveFn<TResult, { [key in TKey]: TResult }, TContext, TArgs>;
}

export interface SubscriptionResolverObject<TResult, TParent, TContext, TArgs> {
  subscribe: SubscriptionSubscribeFn<any, TParent, TContext, TArgs>;
  resolve: SubscriptionResolveFn<TResult, any, TContext, TArgs>;
}

export type SubscriptionObject<TResult, TKey extends string, TParent, TContext, TArgs> =
  | SubscriptionSubscriberObject<TResult, TKey, TParent, TContext, TArgs>
  | SubscriptionResolverObject<TResult, TParent, TContext, TArgs>;

export type SubscriptionResolver<TResult, TKey extends string, TParent = Record<PropertyKey, never>, TContext = Record<PropertyKey, never>, TArgs = Record<PropertyKey, never>> =
  | ((...args: any[]) => SubscriptionObject<TResult, TKey, TParent, TContext, TArgs>)
  | SubscriptionObject<TResult, TKey, TParent, TContext, TArgs>;

export type TypeResolveFn<TTypes, TParent = Record<PropertyKey, never>, TContext = Record<PropertyKey, never>> = (
  parent: TParent,
  context: TContext,
  info: GraphQLResolveInfo
) => Maybe<TTypes> | Promise<Maybe<TTypes>>;

export type IsTypeOfResolverFn<T = Record<PropertyKey, never>, TContext = Record<PropertyKey, never>> = (obj: T, context: TContext, info: GraphQLResolveInfo) => boolean | Promise<boolean>;

export type NextResolverFn<T> = () => Promise<T>;

export type DirectiveResolverFn<TResult = Record<PropertyKey, never>, TParent = Record<PropertyKey, never>, TContext = Record<PropertyKey, never>, TArgs = Record<PropertyKey, never>> = (
  next: NextResolverFn<TResult>,
  parent: TParent,
  args: TArgs,
  context: TContext,
  info: GraphQLResolveInfo
) => TResult | Promise<TResult>;

/** Mapping of federation types */
export type FederationTypes = {
  ApiKey: ApiKey;
  User: User;
  UserSession: UserSession;
};

/** Mapping of federation reference types */
export type FederationReferenceTypes = {
  ApiKey:
    ( { __typename: 'ApiKey' }
    & GraphQLRecursivePick<FederationTypes['ApiKey'], {"id":true}> );
  User:
    ( { __typename: 'User' }
    & GraphQLRecursivePick<FederationTypes['User'], {"id":true}> );
  UserSession:
    ( { __typename: 'UserSession' }
    & GraphQLRecursivePick<FederationTypes['UserSession'], {"id":true}> );
};

/** Mapping of union types */
export type ResolversUnionTypes<_RefType extends Record<string, unknown>> = {
  CreateApiKeyResult:
    | ( Omit<NewApiKey, 'apiKey'> & { apiKey: _RefType['ApiKey'] } )
    | ( RefusalModelModel )
  ;
  SignInResult:
    | ( RefusalModelModel )
    | ( SessionModelModel )
  ;
  SignUpResult:
    | ( RefusalModelModel )
    | ( SessionModelModel )
  ;
};

/** Mapping of interface types */
export type ResolversInterfaceTypes<_RefType extends Record<string, unknown>> = {
  Node:
    | ( ApiKeyModelModel )
    | ( UserModelModel )
    | ( UserSessionModelModel )
  ;
};

/** Mapping between all available schema types and the resolvers types */
export type ResolversTypes = {
  AccessScope: AccessScope;
  ApiKey: ResolverTypeWrapper<ApiKeyModelModel>;
  ID: ResolverTypeWrapper<Scalars['ID']['output']>;
  ChangePasswordInput: ChangePasswordInput;
  CreateApiKeyInput: CreateApiKeyInput;
  CreateApiKeyResult: ResolverTypeWrapper<ResolversUnionTypes<ResolversTypes>['CreateApiKeyResult']>;
  Cursor: ResolverTypeWrapper<Scalars['Cursor']['output']>;
  Date: ResolverTypeWrapper<Scalars['Date']['output']>;
  DateTime: ResolverTypeWrapper<Scalars['DateTime']['output']>;
  Decimal: ResolverTypeWrapper<Scalars['Decimal']['output']>;
  Long: ResolverTypeWrapper<Scalars['Long']['output']>;
  Mutation: ResolverTypeWrapper<Record<PropertyKey, never>>;
  NewApiKey: ResolverTypeWrapper<Omit<NewApiKey, 'apiKey'> & { apiKey: ResolversTypes['ApiKey'] }>;
  Node: ResolverTypeWrapper<ResolversInterfaceTypes<ResolversTypes>['Node']>;
  PageInfo: ResolverTypeWrapper<PageInfo>;
  Phase: Phase;
  PhaseCause: PhaseCause;
  Query: ResolverTypeWrapper<Record<PropertyKey, never>>;
  Refusal: ResolverTypeWrapper<RefusalModelModel>;
  RefusalRule: RefusalRule;
  Session: ResolverTypeWrapper<SessionModelModel>;
  Side: Side;
  SignInInput: SignInInput;
  SignInResult: ResolverTypeWrapper<ResolversUnionTypes<ResolversTypes>['SignInResult']>;
  SignUpInput: SignUpInput;
  SignUpResult: ResolverTypeWrapper<ResolversUnionTypes<ResolversTypes>['SignUpResult']>;
  Ticker: ResolverTypeWrapper<Scalars['Ticker']['output']>;
  User: ResolverTypeWrapper<UserModelModel>;
  UserSession: ResolverTypeWrapper<UserSessionModelModel>;
  String: ResolverTypeWrapper<Scalars['String']['output']>;
  Boolean: ResolverTypeWrapper<Scalars['Boolean']['output']>;
};

/** Mapping between all available schema types and the resolvers parents */
export type ResolversParentTypes = {
  ApiKey: ApiKeyModelModel;
  ID: Scalars['ID']['output'];
  ChangePasswordInput: ChangePasswordInput;
  CreateApiKeyInput: CreateApiKeyInput;
  CreateApiKeyResult: ResolversUnionTypes<ResolversParentTypes>['CreateApiKeyResult'];
  Cursor: Scalars['Cursor']['output'];
  Date: Scalars['Date']['output'];
  DateTime: Scalars['DateTime']['output'];
  Decimal: Scalars['Decimal']['output'];
  Long: Scalars['Long']['output'];
  Mutation: Record<PropertyKey, never>;
  NewApiKey: Omit<NewApiKey, 'apiKey'> & { apiKey: ResolversParentTypes['ApiKey'] };
  Node: ResolversInterfaceTypes<ResolversParentTypes>['Node'];
  PageInfo: PageInfo;
  Query: Record<PropertyKey, never>;
  Refusal: RefusalModelModel;
  Session: SessionModelModel;
  SignInInput: SignInInput;
  SignInResult: ResolversUnionTypes<ResolversParentTypes>['SignInResult'];
  SignUpInput: SignUpInput;
  SignUpResult: ResolversUnionTypes<ResolversParentTypes>['SignUpResult'];
  Ticker: Scalars['Ticker']['output'];
  User: UserModelModel;
  UserSession: UserSessionModelModel;
  String: Scalars['String']['output'];
  Boolean: Scalars['Boolean']['output'];
};

export type DeliveryDirectiveArgs = {
  after?: Maybe<Scalars['String']['input']>;
  cursor?: Maybe<Scalars['String']['input']>;
  every?: Maybe<Scalars['String']['input']>;
  key?: Maybe<Scalars['String']['input']>;
  keys?: Maybe<Scalars['String']['input']>;
  newest?: Scalars['Boolean']['input'];
  public?: Scalars['Boolean']['input'];
  sequence?: Maybe<Scalars['String']['input']>;
  shared?: Scalars['Boolean']['input'];
  skipped?: Maybe<Scalars['String']['input']>;
  successive?: Scalars['Boolean']['input'];
};

export type DeliveryDirectiveResolver<Result, Parent, ContextType = Context, Args = DeliveryDirectiveArgs> = DirectiveResolverFn<Result, Parent, ContextType, Args>;

export type ApiKeyResolvers<ContextType = Context, ParentType extends ResolversParentTypes['ApiKey'] = ResolversParentTypes['ApiKey'], FederationReferenceType extends FederationReferenceTypes['ApiKey'] = FederationReferenceTypes['ApiKey']> = {
  __resolveReference?: ReferenceResolver<Maybe<ResolversTypes['ApiKey']> | FederationReferenceType, FederationReferenceType, ContextType>;
  createdAt?: Resolver<ResolversTypes['DateTime'], ParentType, ContextType>;
  expiresAt?: Resolver<Maybe<ResolversTypes['DateTime']>, ParentType, ContextType>;
  id?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  lastUsedAt?: Resolver<Maybe<ResolversTypes['DateTime']>, ParentType, ContextType>;
  name?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  prefix?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  scopes?: Resolver<Array<ResolversTypes['AccessScope']>, ParentType, ContextType>;
  __isTypeOf?: IsTypeOfResolverFn<ParentType, ContextType>;
};

export type CreateApiKeyResultResolvers<ContextType = Context, ParentType extends ResolversParentTypes['CreateApiKeyResult'] = ResolversParentTypes['CreateApiKeyResult']> = {
  __resolveType: TypeResolveFn<'NewApiKey' | 'Refusal', ParentType, ContextType>;
};

export interface CursorScalarConfig extends GraphQLScalarTypeConfig<ResolversTypes['Cursor'], any> {
  name: 'Cursor';
}

export interface DateScalarConfig extends GraphQLScalarTypeConfig<ResolversTypes['Date'], any> {
  name: 'Date';
}

export interface DateTimeScalarConfig extends GraphQLScalarTypeConfig<ResolversTypes['DateTime'], any> {
  name: 'DateTime';
}

export interface DecimalScalarConfig extends GraphQLScalarTypeConfig<ResolversTypes['Decimal'], any> {
  name: 'Decimal';
}

export interface LongScalarConfig extends GraphQLScalarTypeConfig<ResolversTypes['Long'], any> {
  name: 'Long';
}

export type MutationResolvers<ContextType = Context, ParentType extends ResolversParentTypes['Mutation'] = ResolversParentTypes['Mutation']> = {
  changePassword?: Resolver<Maybe<ResolversTypes['SignInResult']>, ParentType, ContextType, RequireFields<MutationChangePasswordArgs, 'input'>>;
  createApiKey?: Resolver<Maybe<ResolversTypes['CreateApiKeyResult']>, ParentType, ContextType, RequireFields<MutationCreateApiKeyArgs, 'input'>>;
  refreshSession?: Resolver<Maybe<ResolversTypes['Session']>, ParentType, ContextType>;
  revokeApiKey?: Resolver<Maybe<ResolversTypes['Boolean']>, ParentType, ContextType, RequireFields<MutationRevokeApiKeyArgs, 'id'>>;
  signIn?: Resolver<Maybe<ResolversTypes['SignInResult']>, ParentType, ContextType, RequireFields<MutationSignInArgs, 'input'>>;
  signOut?: Resolver<Maybe<ResolversTypes['Boolean']>, ParentType, ContextType, RequireFields<MutationSignOutArgs, 'everywhere'>>;
  signUp?: Resolver<Maybe<ResolversTypes['SignUpResult']>, ParentType, ContextType, RequireFields<MutationSignUpArgs, 'input'>>;
};

export type NewApiKeyResolvers<ContextType = Context, ParentType extends ResolversParentTypes['NewApiKey'] = ResolversParentTypes['NewApiKey']> = {
  apiKey?: Resolver<ResolversTypes['ApiKey'], ParentType, ContextType>;
  secret?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  __isTypeOf?: IsTypeOfResolverFn<ParentType, ContextType>;
};

export type NodeResolvers<ContextType = Context, ParentType extends ResolversParentTypes['Node'] = ResolversParentTypes['Node']> = {
  __resolveType: TypeResolveFn<'ApiKey' | 'User' | 'UserSession', ParentType, ContextType>;
};

export type PageInfoResolvers<ContextType = Context, ParentType extends ResolversParentTypes['PageInfo'] = ResolversParentTypes['PageInfo']> = {
  endCursor?: Resolver<Maybe<ResolversTypes['Cursor']>, ParentType, ContextType>;
  hasNextPage?: Resolver<ResolversTypes['Boolean'], ParentType, ContextType>;
  hasPreviousPage?: Resolver<ResolversTypes['Boolean'], ParentType, ContextType>;
  startCursor?: Resolver<Maybe<ResolversTypes['Cursor']>, ParentType, ContextType>;
};

export type QueryResolvers<ContextType = Context, ParentType extends ResolversParentTypes['Query'] = ResolversParentTypes['Query']> = {
  me?: Resolver<Maybe<ResolversTypes['User']>, ParentType, ContextType>;
};

export type RefusalResolvers<ContextType = Context, ParentType extends ResolversParentTypes['Refusal'] = ResolversParentTypes['Refusal']> = {
  field?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  limit?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  message?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  observed?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  rule?: Resolver<ResolversTypes['RefusalRule'], ParentType, ContextType>;
  __isTypeOf?: IsTypeOfResolverFn<ParentType, ContextType>;
};

export type SessionResolvers<ContextType = Context, ParentType extends ResolversParentTypes['Session'] = ResolversParentTypes['Session']> = {
  expiresAt?: Resolver<ResolversTypes['DateTime'], ParentType, ContextType>;
  token?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  user?: Resolver<ResolversTypes['User'], ParentType, ContextType>;
  __isTypeOf?: IsTypeOfResolverFn<ParentType, ContextType>;
};

export type SignInResultResolvers<ContextType = Context, ParentType extends ResolversParentTypes['SignInResult'] = ResolversParentTypes['SignInResult']> = {
  __resolveType: TypeResolveFn<'Refusal' | 'Session', ParentType, ContextType>;
};

export type SignUpResultResolvers<ContextType = Context, ParentType extends ResolversParentTypes['SignUpResult'] = ResolversParentTypes['SignUpResult']> = {
  __resolveType: TypeResolveFn<'Refusal' | 'Session', ParentType, ContextType>;
};

export interface TickerScalarConfig extends GraphQLScalarTypeConfig<ResolversTypes['Ticker'], any> {
  name: 'Ticker';
}

export type UserResolvers<ContextType = Context, ParentType extends ResolversParentTypes['User'] = ResolversParentTypes['User'], FederationReferenceType extends FederationReferenceTypes['User'] = FederationReferenceTypes['User']> = {
  __resolveReference?: ReferenceResolver<Maybe<ResolversTypes['User']> | FederationReferenceType, FederationReferenceType, ContextType>;
  apiKeys?: Resolver<Array<ResolversTypes['ApiKey']>, ParentType, ContextType>;
  email?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  id?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  name?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  sessions?: Resolver<Array<ResolversTypes['UserSession']>, ParentType, ContextType>;
  __isTypeOf?: IsTypeOfResolverFn<ParentType, ContextType>;
};

export type UserSessionResolvers<ContextType = Context, ParentType extends ResolversParentTypes['UserSession'] = ResolversParentTypes['UserSession'], FederationReferenceType extends FederationReferenceTypes['UserSession'] = FederationReferenceTypes['UserSession']> = {
  __resolveReference?: ReferenceResolver<Maybe<ResolversTypes['UserSession']> | FederationReferenceType, FederationReferenceType, ContextType>;
  createdAt?: Resolver<ResolversTypes['DateTime'], ParentType, ContextType>;
  expiresAt?: Resolver<ResolversTypes['DateTime'], ParentType, ContextType>;
  id?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  isCurrent?: Resolver<ResolversTypes['Boolean'], ParentType, ContextType>;
  lastUsedAt?: Resolver<ResolversTypes['DateTime'], ParentType, ContextType>;
  __isTypeOf?: IsTypeOfResolverFn<ParentType, ContextType>;
};

export type Resolvers<ContextType = Context> = {
  ApiKey?: ApiKeyResolvers<ContextType>;
  CreateApiKeyResult?: CreateApiKeyResultResolvers<ContextType>;
  Cursor?: GraphQLScalarType;
  Date?: GraphQLScalarType;
  DateTime?: GraphQLScalarType;
  Decimal?: GraphQLScalarType;
  Long?: GraphQLScalarType;
  Mutation?: MutationResolvers<ContextType>;
  NewApiKey?: NewApiKeyResolvers<ContextType>;
  Node?: NodeResolvers<ContextType>;
  PageInfo?: PageInfoResolvers<ContextType>;
  Query?: QueryResolvers<ContextType>;
  Refusal?: RefusalResolvers<ContextType>;
  Session?: SessionResolvers<ContextType>;
  SignInResult?: SignInResultResolvers<ContextType>;
  SignUpResult?: SignUpResultResolvers<ContextType>;
  Ticker?: GraphQLScalarType;
  User?: UserResolvers<ContextType>;
  UserSession?: UserSessionResolvers<ContextType>;
};

export type DirectiveResolvers<ContextType = Context> = {
  delivery?: DeliveryDirectiveResolver<any, any, ContextType>;
};
