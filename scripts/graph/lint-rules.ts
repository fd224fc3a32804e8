import plugin from '@graphql-eslint/eslint-plugin';
import type { Linter } from 'eslint';

/** A deviation from the rules that the plugin recommends for a schema, and for Relay. */
interface Deviation {
  readonly rule: string;
  readonly setting: Linter.RuleEntry;
  readonly reason: string;
}

/** Object types without an id: values of their parent, pages, results and events. A client's cache keeps them in place. */
const WITHOUT_ID = {
  types: [
    ...['BookLevel', 'MarketStatus', 'PriceBand', 'TradingDay', 'PageInfo'],
    ...['CancelAllResult', 'Cost', 'OrderPreview', 'OrderUpdate', 'Refusal', 'Session', 'NewApiKey'],
    ...['Portfolio', 'ProjectedCash', 'WalletUpdate'],
    ...['NoteLine', 'WithheldTax', 'EquityPoint', 'TaxMonth', 'TaxPoolMonth'],
  ],
  suffixes: ['Connection', 'Edge'],
};

/** Rules that are off or set otherwise than recommended, with the reason. */
export const DEVIATIONS: readonly Deviation[] = [
  {
    rule: 'require-description',
    setting: [
      'error',
      {
        ...{ types: true, rootField: true, DirectiveDefinition: true },
        ...{ FieldDefinition: true, InputValueDefinition: true, EnumValueDefinition: true },
      },
    ],
    reason: 'Stricter: fields, arguments, input fields and enum values need a description too.',
  },
  {
    rule: 'strict-id-in-types',
    setting: ['error', { exceptions: WITHOUT_ID }],
    reason:
      'What a client can fetch again, or keeps in its cache, has an id; each type without one is listed.',
  },
  {
    rule: 'relay-arguments',
    setting: ['error', { includeBoth: false }],
    reason: 'A connection has one order and is read forward.',
  },
  {
    rule: 'relay-edge-types',
    setting: [
      'error',
      { withEdgeSuffix: true, shouldImplementNode: false, listTypeCanWrapOnlyEdgeType: false },
    ],
    reason: 'Trades and candles are no nodes; short lists, and `nodes` of a connection, are plain lists.',
  },
  {
    rule: 'no-hashtag-description',
    setting: 'off',
    reason: 'The public graph is printed from the composed one and has no comments.',
  },
];

/** Rules for the public graph by full name: schema-recommended, schema-relay and the deviations. */
export function lintRules(): Linter.RulesRecord {
  const { configs } = plugin;
  const recommended = {
    ...configs['flat/schema-recommended'].rules,
    ...configs['flat/schema-relay'].rules,
  } as Linter.RulesRecord;
  for (const { rule, setting } of DEVIATIONS) recommended[`@graphql-eslint/${rule}`] = setting;
  return recommended;
}
