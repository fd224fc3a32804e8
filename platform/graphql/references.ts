import { isInterfaceType, isUnionType, type GraphQLSchema } from 'graphql';
import { badInput } from './errors.ts';

type ResolveReference = (...args: never[]) => unknown;

/**
 * Makes every `__resolveReference` of the resolvers reject where it would throw. Apollo's `_entities` calls them in a plain loop: one
 * that throws synchronously leaves the promises of the earlier ones without a handler, and their rejection would end the
 * process. What they return stays as it is: a promise for each of many entities takes longer than most entities do.
 */
export function withRejectingReferences(resolvers: object): object {
  const entries = Object.entries(resolvers) as [string, object][];
  return Object.fromEntries(entries.map(([type, fields]) => [type, withRejectingReference(fields)]));
}

function withRejectingReference(fields: object): object {
  const { __resolveReference: resolve } = fields as { readonly __resolveReference?: ResolveReference };
  if (!resolve) return fields;
  const resolveSafely = (...args: never[]): unknown => {
    try {
      return resolve(...args);
    } catch (error) {
      return rejected(error);
    }
  };
  return { ...fields, __resolveReference: resolveSafely };
}

const rejected = async (error: unknown): Promise<never> => {
  throw error;
};

/**
 * Makes `_entities` refuse a reference to a type that is no entity of the subgraph. Apollo's resolver throws an error
 * without a code for it, which would be logged and masked as a bug.
 */
export function refuseUnknownReferences(schema: GraphQLSchema): void {
  const field = schema.getQueryType()?.getFields()['_entities'];
  const entity = schema.getType('_Entity');
  if (!field?.resolve || !isUnionType(entity)) return;
  const { resolve } = field;
  const names = new Set(entity.getTypes().map(({ name }) => name));
  const isEntity = (name: unknown): boolean =>
    typeof name === 'string' && (names.has(name) || isInterfaceType(schema.getType(name)));
  field.resolve = (source, args: { readonly representations: readonly unknown[] }, context, info) => {
    for (const reference of args.representations) {
      const name = typenameOf(reference);
      if (!isEntity(name)) {
        throw badInput(
          `A representation has the __typename ${JSON.stringify(name)}: no entity of this subgraph.`,
        );
      }
    }
    return resolve(source, args, context, info);
  };
}

const typenameOf = (reference: unknown): unknown =>
  typeof reference === 'object' && reference !== null && '__typename' in reference
    ? reference.__typename
    : null;
