import {
  isInterfaceType,
  isUnionType,
  type GraphQLObjectType,
  type GraphQLResolveInfo,
  type GraphQLSchema,
} from 'graphql';
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

/** An entity that a reference names: a value, a promise of one, or null. */
type ReadReference = (reference: object, context: unknown, info: GraphQLResolveInfo) => unknown;

/**
 * Replaces Apollo's resolver of `_entities`, which makes a promise of each entity, also of one that is there at once: then no compiled
 * query could complete the answer (`compiled/queries.ts`). Refuses a reference to a type that is no entity of the subgraph, for which
 * Apollo's throws an error without a code, which would be logged and masked as a bug. Apollo's reads the references to interfaces.
 */
export function resolveEntities(schema: GraphQLSchema): void {
  const field = schema.getQueryType()?.getFields()['_entities'];
  const entity = schema.getType('_Entity');
  if (!field?.resolve || !isUnionType(entity)) return;
  const { resolve: resolveAny } = field;
  const readers = new Map<unknown, ReadReference>(
    entity.getTypes().map((type) => [type.name, readerOf(type)]),
  );
  const isInterface = (name: unknown): boolean =>
    typeof name === 'string' && isInterfaceType(schema.getType(name));
  // The type of an entity is the name that it has, as GraphQL finds it without this function.
  entity.resolveType = undefined;
  field.resolve = (source, args: { readonly representations: readonly unknown[] }, context, info) => {
    const { representations } = args;
    let isOfObjects = true;
    for (const reference of representations) {
      const name = typenameOf(reference);
      if (readers.has(name)) continue;
      if (!isInterface(name))
        throw badInput(
          `A representation has the __typename ${JSON.stringify(name)}: no entity of this subgraph.`,
        );
      isOfObjects = false;
    }
    if (!isOfObjects) return resolveAny(source, args, context, info);
    return representations.map((reference) =>
      readers.get(typenameOf(reference))?.(reference as object, context, info),
    );
  };
}

/** Where Apollo's schema keeps the `__resolveReference` of a type. */
interface ApolloExtensions {
  readonly subgraph?: { readonly resolveReference?: ReadReference };
}

/** Reads the entities of a type, which get its name. */
function readerOf({ name, extensions }: GraphQLObjectType): ReadReference {
  const { subgraph } = (extensions['apollo'] ?? {}) as ApolloExtensions;
  const resolveReference = subgraph?.resolveReference;
  if (!resolveReference) return (reference) => reference;
  const named = (entity: unknown): unknown => withTypename(entity, name);
  return (reference, context, info) => {
    const entity: unknown = resolveReference(reference, context, info);
    return isPromise(entity) ? entity.then(named) : named(entity);
  };
}

/** An entity with the name of its type, which is not among the fields that a copy of it has. */
function withTypename(entity: unknown, name: string): unknown {
  if (typeof entity !== 'object' || entity === null) return entity;
  const present = '__typename' in entity ? entity.__typename : undefined;
  if (present === name) return entity;
  if (present !== undefined || !Object.isExtensible(entity)) return { ...entity, __typename: name };
  return Object.defineProperty(entity, '__typename', { value: name });
}

const isPromise = (value: unknown): value is Promise<unknown> =>
  typeof (value as Partial<PromiseLike<unknown>> | null | undefined)?.then === 'function';

const typenameOf = (reference: unknown): unknown =>
  typeof reference === 'object' && reference !== null && '__typename' in reference
    ? reference.__typename
    : null;
