import type { GraphDocument } from '#sdk/src/document.ts';
import type {
  FillsQuery,
  FillsQueryVariables,
  StatementPageQuery,
  StatementPageQueryVariables,
  DayCostsQuery,
  DayCostsQueryVariables,
  SparklinesQuery,
  SparklinesQueryVariables,
  InstrumentQuery,
  InstrumentQueryVariables,
} from './operations.ts';

export const FillsDocument = 'query Fills($accountId:ID!$status:[OrderStatus!]!$ticker:Ticker$after:Cursor){account(id:$accountId){orders(status:$status ticker:$ticker first:50 after:$after){nodes{id ticker side executionCount executions(last:20){id price quantity fees at}}pageInfo{hasNextPage endCursor}}}}' as GraphDocument<FillsQuery, FillsQueryVariables>;
export const StatementPageDocument = 'query StatementPage($accountId:ID!$from:Date$to:Date$kinds:[EntryKind!]$first:Int!=50$after:Cursor){account(id:$accountId){statement(from:$from to:$to kinds:$kinds first:$first after:$after){nodes{id at kind description amount balance ticker quantity orderId order{ticker side quantity}}pageInfo{hasNextPage endCursor}}}}' as GraphDocument<StatementPageQuery, StatementPageQueryVariables>;
export const DayCostsDocument = 'query DayCosts($accountId:ID!$day:Date!$first:Int!$skip:Int!){account(id:$accountId){notes(from:$day to:$day first:1){nodes{id lines(first:$first skip:$skip){ticker costs}}}}}' as GraphDocument<DayCostsQuery, DayCostsQueryVariables>;
export const SparklinesDocument = 'query Sparklines($tickers:[Ticker!]!){quotes(tickers:$tickers){ticker asset{candles(interval:H1 last:9){nodes{openedAt close}}}}}' as GraphDocument<SparklinesQuery, SparklinesQueryVariables>;
export const InstrumentDocument = 'query Instrument($ticker:Ticker!){asset(ticker:$ticker){id ticker isin name kind status lotSize tickSize maxOrderQuantity priceBand{low high}twin{ticker lotSize maxOrderQuantity}corporateActions{id kind recordDate exDate paysOn amountPerShare factor}}}' as GraphDocument<InstrumentQuery, InstrumentQueryVariables>;
