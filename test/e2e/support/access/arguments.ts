import { randomUUID } from 'node:crypto';
import {
  getNullableType,
  isEnumType,
  isInputObjectType,
  isListType,
  isRequiredArgument,
  isRequiredInputField,
  type GraphQLArgument,
  type GraphQLInputField,
  type GraphQLInputType,
} from 'graphql';
import { PASSWORD, type Person } from '../person.ts';
import type { OwnedObjects } from './objects.ts';

type Values = Readonly<Record<string, () => unknown>>;

/** Makes the values of a root field's arguments: those that it needs, and those that lead to the owner's objects. */
export type MakeArguments = (field: string, args: readonly GraphQLArgument[]) => Record<string, unknown>;

/** Values by name, or by `field.name` where the name alone does not say enough; any other value follows from its type. */
const valuesOf = (owner: Person, objects: OwnedObjects, spareKeyId: () => string): Values => ({
  accountId: () => owner.accountId,
  orderId: () => objects.ids['Order'],
  'account.id': () => owner.accountId,
  'order.id': () => objects.ids['Order'],
  'node.id': () => objects.ids['Order'],
  'nodes.ids': () => [objects.ids['Order'], objects.ids['Account']],
  'revokeApiKey.id': spareKeyId,
  'orders.after': () => objects.ordersCursor,
  'wallet.after': () => objects.walletCursor,
  'signUp.email': () => `${randomUUID()}@example.com`,
  'signIn.email': () => owner.email,
  password: () => PASSWORD,
  // A wrong password: the refusal shows that the field was reached, and the sessions stay.
  currentPassword: () => 'not the password',
  newPassword: () => 'another horse battery',
  limitPrice: () => objects.lowPrice,
  quantity: () => 100,
  everyMs: () => 1_000,
  from: () => '2026-03-16',
  to: () => '2026-03-17',
});

const BY_TYPE: Values = {
  Ticker: () => 'PETR4',
  Decimal: () => '1.00',
  Int: () => 1,
  Boolean: () => false,
  String: () => randomUUID(),
  Date: () => '2026-03-16',
};

/** Optional arguments and input fields that are given all the same. */
const GIVEN = ['after', 'limitPrice'];

export function createMakeArguments(
  owner: Person,
  objects: OwnedObjects,
  spareKeyId: () => string,
): MakeArguments {
  const values = valuesOf(owner, objects, spareKeyId);
  const valueOf = (field: string, name: string, type: GraphQLInputType): unknown => {
    const named = values[`${field}.${name}`] ?? values[name];
    if (named) return named();
    const nullable = getNullableType(type);
    if (isListType(nullable)) return [valueOf(field, name, nullable.ofType)];
    if (isEnumType(nullable)) return nullable.getValues()[0]?.name;
    if (isInputObjectType(nullable)) {
      const fields = Object.values(nullable.getFields()).filter(
        (one) => isRequiredInputField(one) || isGiven(field, one),
      );
      return Object.fromEntries(fields.map((one) => [one.name, valueOf(field, one.name, one.type)]));
    }
    const make = BY_TYPE[String(nullable)];
    if (!make) throw new Error(`the access matrix needs a value of ${field}(${name}: ${String(type)})`);
    return make();
  };
  const isGiven = (field: string, { name }: GraphQLArgument | GraphQLInputField): boolean =>
    GIVEN.includes(name) && (name !== 'after' || `${field}.${name}` in values);
  return (field, args) =>
    Object.fromEntries(
      args
        .filter((argument) => isRequiredArgument(argument) || isGiven(field, argument))
        .map((argument) => [argument.name, valueOf(field, argument.name, argument.type)]),
    );
}
