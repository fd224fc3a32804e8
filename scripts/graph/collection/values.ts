import {
  isInputObjectType,
  isListType,
  isNonNullType,
  isRequiredInputField,
  typeFromAST,
  valueFromASTUntyped,
  type GraphQLInputObjectType,
  type GraphQLInputType,
  type GraphQLSchema,
  type OperationDefinitionNode,
} from 'graphql';

/** Values by operation and variable, by input type and field, or by the name alone, in this order. `{{...}}` is a variable of Bruno. */
const VALUES: Readonly<Record<string, unknown>> = {
  'SignUpInput.email': '{{$guid}}@example.com',
  'Account.id': '{{accountId}}',
  'Order.id': '{{orderId}}',
  'OrderUpdates.id': '{{orderId}}',
  'Note.id': '{{noteId}}',
  'RevokeApiKey.id': '{{apiKeyId}}',
  'OpenAccount.name': 'Savings',
  'OrderByClientOrderId.clientOrderId': '{{clientOrderId}}',
  'CreateApiKeyInput.name': 'From the collection',
  'PlaceOrderInput.type': 'LIMIT',
  'PlaceOrderInput.limitPrice': '{{price}}',
  // It trades, so that the account has a position and a note.
  'PlaceOrders.inputs': [
    {
      accountId: '{{accountId}}',
      clientOrderId: '{{$guid}}',
      ticker: '{{ticker}}',
      side: 'BUY',
      type: 'MARKET',
      quantity: 100,
    },
  ],
  'ReplaceOrderInput.quantity': 200,
  'DepositSharesInput.averagePrice': '25.00',
  'ExerciseSubscriptionInput.ticker': 'PETR2',
  'WithdrawInput.amount': '10.00',
  accountId: '{{accountId}}',
  amount: '100000.00',
  by: 'TURNOVER',
  clientOrderId: '{{$guid}}',
  clientRequestId: '{{$guid}}',
  clientTransferId: '{{$guid}}',
  currentPassword: '{{password}}',
  email: '{{email}}',
  from: '{{from}}',
  interval: 'M1',
  name: 'Ana Souza',
  newPassword: '{{password}}',
  orderId: '{{orderId}}',
  password: '{{password}}',
  quantity: 100,
  scopes: ['READ'],
  side: 'BUY',
  ticker: '{{ticker}}',
  tickers: ['{{ticker}}'],
  to: '{{to}}',
  year: 2026,
};

/**
 * Values for all variables of an operation. A variable that may be absent has its default, or null; an input has the fields that it
 * needs and those that the table above names. Throws for a required one without a value: add it there.
 */
export function variablesOf(
  schema: GraphQLSchema,
  operation: OperationDefinitionNode,
): Record<string, unknown> {
  const name = operation.name?.value ?? '';
  const entries = (operation.variableDefinitions ?? []).map(({ variable, type, defaultValue }) => {
    const key = variable.name.value;
    const inputType = typeFromAST(schema, type) as GraphQLInputType | undefined;
    if (!inputType) throw new TypeError(`the graph has no type for $${key} of ${name}`);
    if (defaultValue) return [key, valueFromASTUntyped(defaultValue)];
    return [key, isNonNullType(inputType) ? valueOf(inputType, `${name}.${key}`) : null];
  });
  return Object.fromEntries(entries) as Record<string, unknown>;
}

function valueOf(type: GraphQLInputType, place: string): unknown {
  if (isNonNullType(type)) return valueOf(type.ofType, place);
  const value = VALUES[place] ?? VALUES[place.slice(place.indexOf('.') + 1)];
  if (value !== undefined) return value;
  if (isListType(type)) return [valueOf(type.ofType, place)];
  if (isInputObjectType(type)) return inputOf(type);
  throw new TypeError(`the collection has no value for ${place}: scripts/graph/collection/values.ts`);
}

const inputOf = (type: GraphQLInputObjectType): Record<string, unknown> =>
  Object.fromEntries(
    Object.values(type.getFields())
      .map((field) => ({ field, place: `${type.name}.${field.name}` }))
      .filter(({ field, place }) => isRequiredInputField(field) || VALUES[place] !== undefined)
      .map(({ field, place }) => [field.name, valueOf(field.type, place)]),
  );
