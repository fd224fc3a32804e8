import type { GraphDocument } from '../document.ts';
import type {
  SessionsQuery,
  SessionsQueryVariables,
  ApiKeysQuery,
  ApiKeysQueryVariables,
  SignOutMutation,
  SignOutMutationVariables,
  ChangePasswordMutation,
  ChangePasswordMutationVariables,
  CreateApiKeyMutation,
  CreateApiKeyMutationVariables,
  RevokeApiKeyMutation,
  RevokeApiKeyMutationVariables,
  OrdersCursorQuery,
  OrdersCursorQueryVariables,
  WalletCursorQuery,
  WalletCursorQueryVariables,
  NewestTradeQuery,
  NewestTradeQueryVariables,
  AssetQuery,
  AssetQueryVariables,
  AssetsQuery,
  AssetsQueryVariables,
  QuotesQuery,
  QuotesQueryVariables,
  MoversQuery,
  MoversQueryVariables,
  BookQuery,
  BookQueryVariables,
  TradesQuery,
  TradesQueryVariables,
  CandlesQuery,
  CandlesQueryVariables,
  MarketStatusQuery,
  MarketStatusQueryVariables,
  CalendarQuery,
  CalendarQueryVariables,
  QuoteStreamSubscription,
  QuoteStreamSubscriptionVariables,
  BookStreamSubscription,
  BookStreamSubscriptionVariables,
  CandleStreamSubscription,
  CandleStreamSubscriptionVariables,
  TradeStreamSubscription,
  TradeStreamSubscriptionVariables,
  AssetStreamSubscription,
  AssetStreamSubscriptionVariables,
  MarketStatusStreamSubscription,
  MarketStatusStreamSubscriptionVariables,
  NotesQuery,
  NotesQueryVariables,
  NoteQuery,
  NoteQueryVariables,
  ResultsQuery,
  ResultsQueryVariables,
  EquityQuery,
  EquityQueryVariables,
  TaxesQuery,
  TaxesQueryVariables,
  OrderQuery,
  OrderQueryVariables,
  OrderUpdatesQuery,
  OrderUpdatesQueryVariables,
  OrderByClientOrderIdQuery,
  OrderByClientOrderIdQueryVariables,
  OrdersQuery,
  OrdersQueryVariables,
  PreviewOrderQuery,
  PreviewOrderQueryVariables,
  PlaceOrderMutation,
  PlaceOrderMutationVariables,
  PlaceOrdersMutation,
  PlaceOrdersMutationVariables,
  ReplaceOrderMutation,
  ReplaceOrderMutationVariables,
  CancelOrderMutation,
  CancelOrderMutationVariables,
  CancelAllOrdersMutation,
  CancelAllOrdersMutationVariables,
  OrderStreamSubscription,
  OrderStreamSubscriptionVariables,
  SignUpMutation,
  SignUpMutationVariables,
  SignInMutation,
  SignInMutationVariables,
  RefreshSessionMutation,
  RefreshSessionMutationVariables,
  MeQuery,
  MeQueryVariables,
  AccountQuery,
  AccountQueryVariables,
  PositionQuery,
  PositionQueryVariables,
  StatementQuery,
  StatementQueryVariables,
  OpenAccountMutation,
  OpenAccountMutationVariables,
  DepositMutation,
  DepositMutationVariables,
  DepositSharesMutation,
  DepositSharesMutationVariables,
  ExerciseSubscriptionMutation,
  ExerciseSubscriptionMutationVariables,
  WithdrawMutation,
  WithdrawMutationVariables,
  WalletStreamSubscription,
  WalletStreamSubscriptionVariables,
  PortfolioStreamSubscription,
  PortfolioStreamSubscriptionVariables,
} from './operations.ts';

export const SessionsDocument = 'query Sessions{me{sessions{id createdAt lastUsedAt expiresAt isCurrent}}}' as GraphDocument<SessionsQuery, SessionsQueryVariables>;
export const ApiKeysDocument = 'query ApiKeys{me{apiKeys{...ApiKeyFields}}}fragment ApiKeyFields on ApiKey{id name scopes prefix createdAt lastUsedAt expiresAt}' as GraphDocument<ApiKeysQuery, ApiKeysQueryVariables>;
export const SignOutDocument = 'mutation SignOut($everywhere:Boolean!=false){signOut(everywhere:$everywhere)}' as GraphDocument<SignOutMutation, SignOutMutationVariables>;
export const ChangePasswordDocument = 'mutation ChangePassword($input:ChangePasswordInput!){changePassword(input:$input){__typename ...SessionFields ...RefusalFields}}fragment SessionFields on Session{token expiresAt user{id email name accounts{id name}}}fragment RefusalFields on Refusal{rule message field limit observed}' as GraphDocument<ChangePasswordMutation, ChangePasswordMutationVariables>;
export const CreateApiKeyDocument = 'mutation CreateApiKey($input:CreateApiKeyInput!){createApiKey(input:$input){__typename ...on NewApiKey{secret apiKey{...ApiKeyFields}}...RefusalFields}}fragment ApiKeyFields on ApiKey{id name scopes prefix createdAt lastUsedAt expiresAt}fragment RefusalFields on Refusal{rule message field limit observed}' as GraphDocument<CreateApiKeyMutation, CreateApiKeyMutationVariables>;
export const RevokeApiKeyDocument = 'mutation RevokeApiKey($id:ID!){revokeApiKey(id:$id)}' as GraphDocument<RevokeApiKeyMutation, RevokeApiKeyMutationVariables>;
export const OrdersCursorDocument = 'query OrdersCursor($accountId:ID!){account(id:$accountId){ordersCursor}}' as GraphDocument<OrdersCursorQuery, OrdersCursorQueryVariables>;
export const WalletCursorDocument = 'query WalletCursor($accountId:ID!){account(id:$accountId){walletCursor}}' as GraphDocument<WalletCursorQuery, WalletCursorQueryVariables>;
export const NewestTradeDocument = 'query NewestTrade($ticker:Ticker!){asset(ticker:$ticker){trades(first:1){nodes{cursor}}}}' as GraphDocument<NewestTradeQuery, NewestTradeQueryVariables>;
export const AssetDocument = 'query Asset($ticker:Ticker!){asset(ticker:$ticker){...AssetFields quote{...QuoteFields}}}fragment AssetFields on Asset{id ticker isin name kind status lotSize tickSize maxOrderQuantity priceBand{low high}twin{ticker}}fragment QuoteFields on Quote{id ticker phase phaseCause phaseEndsAt tradeDate last open high low previousClose change changePercent bid bidQuantity ask askQuantity volume turnover tradeCount averagePrice theoreticalPrice theoreticalQuantity at sequence skipped}' as GraphDocument<AssetQuery, AssetQueryVariables>;
export const AssetsDocument = 'query Assets($search:String$kind:AssetKind$fractional:Boolean$first:Int!=50$after:Cursor){assets(search:$search kind:$kind fractional:$fractional first:$first after:$after){nodes{...AssetFields}pageInfo{hasNextPage endCursor}totalCount}}fragment AssetFields on Asset{id ticker isin name kind status lotSize tickSize maxOrderQuantity priceBand{low high}twin{ticker}}' as GraphDocument<AssetsQuery, AssetsQueryVariables>;
export const QuotesDocument = 'query Quotes($tickers:[Ticker!]!){quotes(tickers:$tickers){...QuoteFields asset{name status}}}fragment QuoteFields on Quote{id ticker phase phaseCause phaseEndsAt tradeDate last open high low previousClose change changePercent bid bidQuantity ask askQuantity volume turnover tradeCount averagePrice theoreticalPrice theoreticalQuantity at sequence skipped}' as GraphDocument<QuotesQuery, QuotesQueryVariables>;
export const MoversDocument = 'query Movers($by:MoversBy!$first:Int!=10){movers(by:$by first:$first){...QuoteFields asset{name status}}}fragment QuoteFields on Quote{id ticker phase phaseCause phaseEndsAt tradeDate last open high low previousClose change changePercent bid bidQuantity ask askQuantity volume turnover tradeCount averagePrice theoreticalPrice theoreticalQuantity at sequence skipped}' as GraphDocument<MoversQuery, MoversQueryVariables>;
export const BookDocument = 'query Book($ticker:Ticker!$depth:Int!=10){asset(ticker:$ticker){book(depth:$depth){...BookFields}}}fragment BookFields on Book{id ticker bids{price quantity orders}asks{price quantity orders}at sequence skipped}' as GraphDocument<BookQuery, BookQueryVariables>;
export const TradesDocument = 'query Trades($ticker:Ticker!$first:Int!=50$after:Cursor){asset(ticker:$ticker){trades(first:$first after:$after){nodes{...TradeFields}pageInfo{hasNextPage endCursor}}}}fragment TradeFields on Trade{id ticker price quantity aggressor at sequence cursor}' as GraphDocument<TradesQuery, TradesQueryVariables>;
export const CandlesDocument = 'query Candles($ticker:Ticker!$interval:CandleInterval!$from:DateTime$to:DateTime$first:Int$after:Cursor$last:Int$before:Cursor$adjusted:Boolean!=false){asset(ticker:$ticker){candles(interval:$interval from:$from to:$to first:$first after:$after last:$last before:$before adjusted:$adjusted){nodes{...CandleFields}pageInfo{hasNextPage hasPreviousPage startCursor endCursor}}}}fragment CandleFields on Candle{id ticker interval openedAt open high low close volume turnover tradeCount isClosed lastTradeSequence cursor}' as GraphDocument<CandlesQuery, CandlesQueryVariables>;
export const MarketStatusDocument = 'query MarketStatus{marketStatus{...MarketStatusFields}}fragment MarketStatusFields on MarketStatus{phase phaseCause now today isTradingDay nextPhase nextPhaseAt}' as GraphDocument<MarketStatusQuery, MarketStatusQueryVariables>;
export const CalendarDocument = 'query Calendar($from:Date!$to:Date!){calendar(from:$from to:$to){date opensAt closesAt settlesOn}}' as GraphDocument<CalendarQuery, CalendarQueryVariables>;
export const QuoteStreamDocument = 'subscription QuoteStream($tickers:[Ticker!]!$everyMs:Int!=0){quotes(tickers:$tickers everyMs:$everyMs){...QuoteFields asset{name status}}}fragment QuoteFields on Quote{id ticker phase phaseCause phaseEndsAt tradeDate last open high low previousClose change changePercent bid bidQuantity ask askQuantity volume turnover tradeCount averagePrice theoreticalPrice theoreticalQuantity at sequence skipped}' as GraphDocument<QuoteStreamSubscription, QuoteStreamSubscriptionVariables>;
export const BookStreamDocument = 'subscription BookStream($ticker:Ticker!$depth:Int!=10){book(ticker:$ticker depth:$depth){...BookFields}}fragment BookFields on Book{id ticker bids{price quantity orders}asks{price quantity orders}at sequence skipped}' as GraphDocument<BookStreamSubscription, BookStreamSubscriptionVariables>;
export const CandleStreamDocument = 'subscription CandleStream($ticker:Ticker!$interval:CandleInterval!$after:Cursor){candles(ticker:$ticker interval:$interval after:$after){...CandleFields}}fragment CandleFields on Candle{id ticker interval openedAt open high low close volume turnover tradeCount isClosed lastTradeSequence cursor}' as GraphDocument<CandleStreamSubscription, CandleStreamSubscriptionVariables>;
export const TradeStreamDocument = 'subscription TradeStream($ticker:Ticker!$after:Cursor){trades(ticker:$ticker after:$after){...TradeFields}}fragment TradeFields on Trade{id ticker price quantity aggressor at sequence cursor}' as GraphDocument<TradeStreamSubscription, TradeStreamSubscriptionVariables>;
export const AssetStreamDocument = 'subscription AssetStream($ticker:Ticker!){asset(ticker:$ticker){...AssetFields}}fragment AssetFields on Asset{id ticker isin name kind status lotSize tickSize maxOrderQuantity priceBand{low high}twin{ticker}}' as GraphDocument<AssetStreamSubscription, AssetStreamSubscriptionVariables>;
export const MarketStatusStreamDocument = 'subscription MarketStatusStream{marketStatus{...MarketStatusFields}}fragment MarketStatusFields on MarketStatus{phase phaseCause now today isTradingDay nextPhase nextPhaseAt}' as GraphDocument<MarketStatusStreamSubscription, MarketStatusStreamSubscriptionVariables>;
export const NotesDocument = 'query Notes($accountId:ID!$from:Date$to:Date$first:Int!=50$after:Cursor){account(id:$accountId){notes(from:$from to:$to first:$first after:$after){nodes{...NoteFields}pageInfo{hasNextPage endCursor}}}}fragment NoteFields on Note{id number tradeDate settlesOn isProvisional bought sold netAmount pdfPath costs{name amount}withheld{kind base amount isDeducted}}' as GraphDocument<NotesQuery, NotesQueryVariables>;
export const NoteDocument = 'query Note($id:ID!$first:Int$skip:Int!=0){node(id:$id){__typename ...on Note{...NoteFields lines(first:$first skip:$skip){executionId ticker costs dayTradeQuantity execution{id order{side}price quantity grossAmount at}}}}}fragment NoteFields on Note{id number tradeDate settlesOn isProvisional bought sold netAmount pdfPath costs{name amount}withheld{kind base amount isDeducted}}' as GraphDocument<NoteQuery, NoteQueryVariables>;
export const ResultsDocument = 'query Results($accountId:ID!$from:Date!$to:Date!$first:Int!=50$after:Cursor){account(id:$accountId){results(from:$from to:$to first:$first after:$after){nodes{...TradeResultFields}pageInfo{hasNextPage endCursor}}}}fragment TradeResultFields on TradeResult{id ticker kind pool tradeDate quantity proceeds cost profit}' as GraphDocument<ResultsQuery, ResultsQueryVariables>;
export const EquityDocument = 'query Equity($accountId:ID!$from:Date!$to:Date!){account(id:$accountId){equity(from:$from to:$to){date equity netFlow profit}}}' as GraphDocument<EquityQuery, EquityQueryVariables>;
export const TaxesDocument = 'query Taxes($year:Int!){me{taxes(year:$year){month salesOfStocks isExempt withheld carriedIn due dueOn pools{pool profit lossCarriedIn base ratePercent tax lossCarriedOut}}}}' as GraphDocument<TaxesQuery, TaxesQueryVariables>;
export const OrderDocument = 'query Order($id:ID!$lastExecutions:Int!=100){order(id:$id){...OrderFields executions(last:$lastExecutions){...ExecutionFields}}}fragment ExecutionFields on Execution{id price quantity grossAmount fees costs{name amount}settlesOn at}fragment OrderFields on Order{id clientOrderId accountId ticker side type timeInForce quantity displayQuantity minimumQuantity limitPrice stopPrice triggeredAt expiresOn status pendingRequest filledQuantity leavesQuantity averageFillPrice reservedCash reservedQuantity refusal{...RefusalFields}executionCount createdAt updatedAt version}fragment RefusalFields on Refusal{rule message field limit observed}' as GraphDocument<OrderQuery, OrderQueryVariables>;
export const OrderUpdatesDocument = 'query OrderUpdates($id:ID!$last:Int!=50){order(id:$id){id version updates(last:$last){cursor kind at order{status quantity displayQuantity minimumQuantity limitPrice stopPrice filledQuantity refusal{...RefusalFields}}execution{price quantity}}}}fragment RefusalFields on Refusal{rule message field limit observed}' as GraphDocument<OrderUpdatesQuery, OrderUpdatesQueryVariables>;
export const OrderByClientOrderIdDocument = 'query OrderByClientOrderId($accountId:ID!$clientOrderId:String!){account(id:$accountId){orderByClientOrderId(clientOrderId:$clientOrderId){...OrderFields}}}fragment OrderFields on Order{id clientOrderId accountId ticker side type timeInForce quantity displayQuantity minimumQuantity limitPrice stopPrice triggeredAt expiresOn status pendingRequest filledQuantity leavesQuantity averageFillPrice reservedCash reservedQuantity refusal{...RefusalFields}executionCount createdAt updatedAt version}fragment RefusalFields on Refusal{rule message field limit observed}' as GraphDocument<OrderByClientOrderIdQuery, OrderByClientOrderIdQueryVariables>;
export const OrdersDocument = 'query Orders($accountId:ID!$status:[OrderStatus!]$ticker:Ticker$side:Side$from:DateTime$to:DateTime$first:Int!=50$after:Cursor){account(id:$accountId){ordersCursor orders(status:$status ticker:$ticker side:$side from:$from to:$to first:$first after:$after){nodes{...OrderFields}pageInfo{hasNextPage endCursor}totalCount}}}fragment OrderFields on Order{id clientOrderId accountId ticker side type timeInForce quantity displayQuantity minimumQuantity limitPrice stopPrice triggeredAt expiresOn status pendingRequest filledQuantity leavesQuantity averageFillPrice reservedCash reservedQuantity refusal{...RefusalFields}executionCount createdAt updatedAt version}fragment RefusalFields on Refusal{rule message field limit observed}' as GraphDocument<OrdersQuery, OrdersQueryVariables>;
export const PreviewOrderDocument = 'query PreviewOrder($input:PlaceOrderInput!){previewOrder(input:$input){__typename ...on OrderPreview{grossAmount fees costs{name amount}netAmount extraReserve settlesOn availableCashAfter availableQuantityAfter referencePrice}...RefusalFields}}fragment RefusalFields on Refusal{rule message field limit observed}' as GraphDocument<PreviewOrderQuery, PreviewOrderQueryVariables>;
export const PlaceOrderDocument = 'mutation PlaceOrder($input:PlaceOrderInput!){placeOrder(input:$input){__typename ...OrderFields ...RefusalFields}}fragment OrderFields on Order{id clientOrderId accountId ticker side type timeInForce quantity displayQuantity minimumQuantity limitPrice stopPrice triggeredAt expiresOn status pendingRequest filledQuantity leavesQuantity averageFillPrice reservedCash reservedQuantity refusal{...RefusalFields}executionCount createdAt updatedAt version}fragment RefusalFields on Refusal{rule message field limit observed}' as GraphDocument<PlaceOrderMutation, PlaceOrderMutationVariables>;
export const PlaceOrdersDocument = 'mutation PlaceOrders($inputs:[PlaceOrderInput!]!){placeOrders(inputs:$inputs){__typename ...OrderFields ...RefusalFields}}fragment OrderFields on Order{id clientOrderId accountId ticker side type timeInForce quantity displayQuantity minimumQuantity limitPrice stopPrice triggeredAt expiresOn status pendingRequest filledQuantity leavesQuantity averageFillPrice reservedCash reservedQuantity refusal{...RefusalFields}executionCount createdAt updatedAt version}fragment RefusalFields on Refusal{rule message field limit observed}' as GraphDocument<PlaceOrdersMutation, PlaceOrdersMutationVariables>;
export const ReplaceOrderDocument = 'mutation ReplaceOrder($input:ReplaceOrderInput!){replaceOrder(input:$input){__typename ...OrderFields ...RefusalFields}}fragment OrderFields on Order{id clientOrderId accountId ticker side type timeInForce quantity displayQuantity minimumQuantity limitPrice stopPrice triggeredAt expiresOn status pendingRequest filledQuantity leavesQuantity averageFillPrice reservedCash reservedQuantity refusal{...RefusalFields}executionCount createdAt updatedAt version}fragment RefusalFields on Refusal{rule message field limit observed}' as GraphDocument<ReplaceOrderMutation, ReplaceOrderMutationVariables>;
export const CancelOrderDocument = 'mutation CancelOrder($orderId:ID!){cancelOrder(orderId:$orderId){__typename ...OrderFields ...RefusalFields}}fragment OrderFields on Order{id clientOrderId accountId ticker side type timeInForce quantity displayQuantity minimumQuantity limitPrice stopPrice triggeredAt expiresOn status pendingRequest filledQuantity leavesQuantity averageFillPrice reservedCash reservedQuantity refusal{...RefusalFields}executionCount createdAt updatedAt version}fragment RefusalFields on Refusal{rule message field limit observed}' as GraphDocument<CancelOrderMutation, CancelOrderMutationVariables>;
export const CancelAllOrdersDocument = 'mutation CancelAllOrders($accountId:ID!$ticker:Ticker$side:Side){cancelAllOrders(accountId:$accountId ticker:$ticker side:$side){__typename ...on CancelAllResult{requested remaining orders{...OrderFields}}...RefusalFields}}fragment OrderFields on Order{id clientOrderId accountId ticker side type timeInForce quantity displayQuantity minimumQuantity limitPrice stopPrice triggeredAt expiresOn status pendingRequest filledQuantity leavesQuantity averageFillPrice reservedCash reservedQuantity refusal{...RefusalFields}executionCount createdAt updatedAt version}fragment RefusalFields on Refusal{rule message field limit observed}' as GraphDocument<CancelAllOrdersMutation, CancelAllOrdersMutationVariables>;
export const OrderStreamDocument = 'subscription OrderStream($accountId:ID!$after:Cursor){orders(accountId:$accountId after:$after){cursor kind at order{...OrderFields}execution{...ExecutionFields}}}fragment ExecutionFields on Execution{id price quantity grossAmount fees costs{name amount}settlesOn at}fragment OrderFields on Order{id clientOrderId accountId ticker side type timeInForce quantity displayQuantity minimumQuantity limitPrice stopPrice triggeredAt expiresOn status pendingRequest filledQuantity leavesQuantity averageFillPrice reservedCash reservedQuantity refusal{...RefusalFields}executionCount createdAt updatedAt version}fragment RefusalFields on Refusal{rule message field limit observed}' as GraphDocument<OrderStreamSubscription, OrderStreamSubscriptionVariables>;
export const SignUpDocument = 'mutation SignUp($input:SignUpInput!){signUp(input:$input){__typename ...SessionFields ...RefusalFields}}fragment SessionFields on Session{token expiresAt user{id email name accounts{id name}}}fragment RefusalFields on Refusal{rule message field limit observed}' as GraphDocument<SignUpMutation, SignUpMutationVariables>;
export const SignInDocument = 'mutation SignIn($input:SignInInput!){signIn(input:$input){__typename ...SessionFields ...RefusalFields}}fragment SessionFields on Session{token expiresAt user{id email name accounts{id name}}}fragment RefusalFields on Refusal{rule message field limit observed}' as GraphDocument<SignInMutation, SignInMutationVariables>;
export const RefreshSessionDocument = 'mutation RefreshSession{refreshSession{...SessionFields}}fragment SessionFields on Session{token expiresAt user{id email name accounts{id name}}}' as GraphDocument<RefreshSessionMutation, RefreshSessionMutationVariables>;
export const MeDocument = 'query Me{me{id email name accounts{id name}}}' as GraphDocument<MeQuery, MeQueryVariables>;
export const AccountDocument = 'query Account($id:ID!$includeClosed:Boolean!=false){account(id:$id){...AccountFields portfolio{cash positionsValue total unrealizedProfit}positions(includeClosed:$includeClosed){...PositionFields}}}fragment CashFields on CashBalance{id available reserved settled withdrawable projected{date amount}}fragment PositionFields on Position{id ticker asset{ticker name}quantity available reserved settled averagePrice cost marketValue unrealizedProfit realizedProfit}fragment AccountFields on Account{id name ordersCursor walletCursor cash{...CashFields}}' as GraphDocument<AccountQuery, AccountQueryVariables>;
export const PositionDocument = 'query Position($accountId:ID!$ticker:Ticker!){account(id:$accountId){position(ticker:$ticker){...PositionFields}}}fragment PositionFields on Position{id ticker asset{ticker name}quantity available reserved settled averagePrice cost marketValue unrealizedProfit realizedProfit}' as GraphDocument<PositionQuery, PositionQueryVariables>;
export const StatementDocument = 'query Statement($accountId:ID!$from:Date$to:Date$kinds:[EntryKind!]$first:Int!=50$after:Cursor){account(id:$accountId){statement(from:$from to:$to kinds:$kinds first:$first after:$after){nodes{...StatementEntryFields}pageInfo{hasNextPage endCursor}}}}fragment StatementEntryFields on StatementEntry{id at kind description amount balance ticker quantity quantityAfter orderId}' as GraphDocument<StatementQuery, StatementQueryVariables>;
export const OpenAccountDocument = 'mutation OpenAccount($name:String!){openAccount(name:$name){__typename ...AccountFields ...RefusalFields}}fragment RefusalFields on Refusal{rule message field limit observed}fragment CashFields on CashBalance{id available reserved settled withdrawable projected{date amount}}fragment AccountFields on Account{id name ordersCursor walletCursor cash{...CashFields}}' as GraphDocument<OpenAccountMutation, OpenAccountMutationVariables>;
export const DepositDocument = 'mutation Deposit($input:DepositInput!){deposit(input:$input){__typename ...TransferFields ...RefusalFields}}fragment RefusalFields on Refusal{rule message field limit observed}fragment CashFields on CashBalance{id available reserved settled withdrawable projected{date amount}}fragment AccountFields on Account{id name ordersCursor walletCursor cash{...CashFields}}fragment TransferFields on Transfer{id clientTransferId at amount ticker quantity isRepeat account{...AccountFields}}' as GraphDocument<DepositMutation, DepositMutationVariables>;
export const DepositSharesDocument = 'mutation DepositShares($input:DepositSharesInput!){depositShares(input:$input){__typename ...TransferFields ...RefusalFields}}fragment RefusalFields on Refusal{rule message field limit observed}fragment CashFields on CashBalance{id available reserved settled withdrawable projected{date amount}}fragment AccountFields on Account{id name ordersCursor walletCursor cash{...CashFields}}fragment TransferFields on Transfer{id clientTransferId at amount ticker quantity isRepeat account{...AccountFields}}' as GraphDocument<DepositSharesMutation, DepositSharesMutationVariables>;
export const ExerciseSubscriptionDocument = 'mutation ExerciseSubscription($input:ExerciseSubscriptionInput!){exerciseSubscription(input:$input){__typename ...TransferFields ...RefusalFields}}fragment RefusalFields on Refusal{rule message field limit observed}fragment CashFields on CashBalance{id available reserved settled withdrawable projected{date amount}}fragment AccountFields on Account{id name ordersCursor walletCursor cash{...CashFields}}fragment TransferFields on Transfer{id clientTransferId at amount ticker quantity isRepeat account{...AccountFields}}' as GraphDocument<ExerciseSubscriptionMutation, ExerciseSubscriptionMutationVariables>;
export const WithdrawDocument = 'mutation Withdraw($input:WithdrawInput!){withdraw(input:$input){__typename ...TransferFields ...RefusalFields}}fragment RefusalFields on Refusal{rule message field limit observed}fragment CashFields on CashBalance{id available reserved settled withdrawable projected{date amount}}fragment AccountFields on Account{id name ordersCursor walletCursor cash{...CashFields}}fragment TransferFields on Transfer{id clientTransferId at amount ticker quantity isRepeat account{...AccountFields}}' as GraphDocument<WithdrawMutation, WithdrawMutationVariables>;
export const WalletStreamDocument = 'subscription WalletStream($accountId:ID!$after:Cursor){wallet(accountId:$accountId after:$after){cursor at entry{...StatementEntryFields}cash{...CashFields}}}fragment CashFields on CashBalance{id available reserved settled withdrawable projected{date amount}}fragment StatementEntryFields on StatementEntry{id at kind description amount balance ticker quantity quantityAfter orderId}' as GraphDocument<WalletStreamSubscription, WalletStreamSubscriptionVariables>;
export const PortfolioStreamDocument = 'subscription PortfolioStream($accountId:ID!$everyMs:Int!=1000){portfolio(accountId:$accountId everyMs:$everyMs){...AccountFields portfolio{cash positionsValue total unrealizedProfit}positions{...PositionFields}}}fragment CashFields on CashBalance{id available reserved settled withdrawable projected{date amount}}fragment PositionFields on Position{id ticker asset{ticker name}quantity available reserved settled averagePrice cost marketValue unrealizedProfit realizedProfit}fragment AccountFields on Account{id name ordersCursor walletCursor cash{...CashFields}}' as GraphDocument<PortfolioStreamSubscription, PortfolioStreamSubscriptionVariables>;
