import { cacheExchange } from '@urql/exchange-graphcache';

/** Types without an `id`: graphcache keeps them inside their parent when their key is null. */
export const WITHOUT_ID = [
  ...[
    'AssetConnection',
    'AssetEdge',
    'BookLevel',
    'CancelAllResult',
    'CandleConnection',
    'CandleEdge',
    'Cost',
  ],
  ...[
    'EquityPoint',
    'MarketStatus',
    'NewApiKey',
    'NoteConnection',
    'NoteEdge',
    'NoteLine',
    'OrderConnection',
  ],
  ...['OrderEdge', 'OrderPreview', 'OrderUpdate', 'PageInfo', 'Portfolio', 'PriceBand', 'ProjectedCash'],
  ...['Refusal', 'Session', 'StatementConnection', 'StatementEdge', 'TaxMonth', 'TaxPoolMonth'],
  ...[
    'TradeConnection',
    'TradeEdge',
    'TradeResultConnection',
    'TradeResultEdge',
    'TradingDay',
    'WalletUpdate',
  ],
  'WithheldTax',
];

export const createCache = () =>
  cacheExchange({ keys: Object.fromEntries(WITHOUT_ID.map((type) => [type, () => null])) });
