import type { CodegenConfig } from '@graphql-codegen/cli';
import { subgraphSdl } from './contracts/graph/type-defs.ts';

/** Subgraphs, each with the TypeScript types of its objects as its resolvers hand them over (see its `models.ts`). */
const SUBGRAPHS = ['identity', 'orders', 'wallet', 'assets', 'market-data'];

const scalars = {
  Decimal: 'string',
  DateTime: 'string',
  Date: 'string',
  Ticker: 'string',
  Cursor: 'string',
  Long: 'number',
  ID: 'string',
  _FieldSet: 'string',
};

/** The object behind a type, where it is not made of the type's own fields. */
const MAPPERS: Record<string, Record<string, string>> = {
  assets: mappersOf('Asset', 'CorporateAction', 'PriceBand', 'MarketStatus', 'TradingDay'),
  identity: mappersOf('User', 'Session', 'UserSession', 'ApiKey', 'Refusal'),
  wallet: mappersOf(
    ...['User', 'Account', 'Asset', 'Position', 'CashBalance', 'StatementEntry', 'WalletUpdate', 'Transfer'],
    ...['Refusal', 'Note', 'NoteLine', 'TradeResult', 'EquityPoint', 'TaxMonth', 'TaxPoolMonth'],
    ...['WithheldTax', 'Cost'],
  ),
  orders: mappersOf(
    ...['Node', 'User', 'Account', 'Order', 'Execution', 'OrderConnection', 'OrderUpdate', 'OrderPreview'],
    ...[
      'Cost',
      'CancelAllResult',
      'Refusal',
      'Asset',
      'Position',
      'Note',
      'UserSession',
      'ApiKey',
      'CorporateAction',
    ],
  ),
  'market-data': mappersOf(
    ...['Asset', 'Quote', 'Book', 'BookLevel', 'Trade', 'TradeConnection', 'Candle', 'CandleConnection'],
    ...['Position', 'Account', 'Portfolio'],
  ),
};

function mappersOf(...types: string[]): Record<string, string> {
  return Object.fromEntries(types.map((type) => [type, `../graph/models.ts#${type}Model`]));
}

const resolverTypes = Object.fromEntries(
  SUBGRAPHS.map((name) => [
    `subgraphs/${name}/generated/graph.ts`,
    {
      schema: subgraphSdl(`subgraphs/${name}/graph`),
      plugins: ['typescript', 'typescript-resolvers'],
      config: {
        federation: true,
        mappers: MAPPERS[name] ?? {},
        contextType: '../graph/context.ts#Context',
        useTypeImports: true,
        enumsAsTypes: true,
        strictScalars: true,
        scalars,
        mapperTypeSuffix: 'Model',
        importExtension: '.ts',
        emitLegacyCommonJSImports: false,
      },
    },
  ]),
);

/** Types of a client's operations against the graph as clients see it. `scripts/graph/client-documents.ts` writes their texts. */
const clientTypes = (folder: string, file: string): CodegenConfig['generates'] => ({
  [file]: {
    schema: 'gateway/generated/api.graphql',
    documents: `${folder}/*.graphql`,
    plugins: ['typescript-operations'],
    config: {
      useTypeImports: true,
      enumsAsTypes: true,
      strictScalars: true,
      skipTypename: true,
      onlyOperationTypes: true,
      scalars,
    },
  },
});

const config: CodegenConfig = {
  generates: {
    ...resolverTypes,
    ...clientTypes('sdk/operations', 'sdk/src/generated/operations.ts'),
    ...clientTypes('desk/operations', 'desk/generated/operations.ts'),
  },
};
export default config;
