/** Model types behind the graph's types. */
export type { Asset as AssetModel } from '#domain/market/index-asset.ts';
export type { PriceBand as PriceBandModel } from '#domain/market/instrument.ts';
export type { DeclaredAction as CorporateActionModel } from '#domain/corporate-actions/declared-action.ts';
export type { MarketStatusNow as MarketStatusModel } from '../status/market-status.ts';
export type { TradingDay as TradingDayModel } from '../status/trading-days.ts';
