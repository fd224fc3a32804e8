import { isEnumType, isInterfaceType, isObjectType, isScalarType, type GraphQLSchema } from 'graphql';
import { z } from 'zod';
import type { ReadDirective } from '../federation/directives.ts';

/** Identity of the specification of @cost and @listSize. */
export const COST_SPEC = 'https://specs.apollo.dev/cost';

/** Size of a field's list, as @listSize declares it. */
export interface ListSize {
  /** Size without a slicing argument, and the highest size that a slicing argument counts; null for none. */
  readonly assumedSize: number | null;
  /** Arguments that give the size, such as `first`; the largest counts. */
  readonly slicingArguments: readonly string[];
  /** Fields of the answer that hold the list, such as `nodes` of a connection; empty when the field is the list itself. */
  readonly sizedFields: readonly string[];
}

/** Prices and list sizes that the schema declares. */
export interface Prices {
  /** @cost of a field, by coordinate (`Query.calendar`). */
  readonly fields: ReadonlyMap<string, number>;
  /** @cost of an object, scalar or enum, by name. */
  readonly types: ReadonlyMap<string, number>;
  /** @listSize, by coordinate of the field. */
  readonly lists: ReadonlyMap<string, ListSize>;
}

const costSchema = z.object({ weight: z.number() });
const names = z
  .array(z.string())
  .nullish()
  .transform((list) => list ?? []);
const listSizeSchema = z.object({
  assumedSize: z.number().nullish().default(null),
  slicingArguments: names,
  sizedFields: names,
});

/** Reads the prices of a supergraph. */
export function readPrices(
  supergraph: GraphQLSchema,
  readCost: ReadDirective,
  readListSize: ReadDirective,
): Prices {
  const fields = new Map<string, number>();
  const types = new Map<string, number>();
  const lists = new Map<string, ListSize>();
  for (const type of Object.values(supergraph.getTypeMap())) {
    if (isObjectType(type) || isScalarType(type) || isEnumType(type)) {
      const cost = readCost(type.astNode);
      if (cost) types.set(type.name, costSchema.parse(cost).weight);
    }
    if (!isObjectType(type) && !isInterfaceType(type)) continue;
    for (const field of Object.values(type.getFields())) {
      const coordinate = `${type.name}.${field.name}`;
      const cost = readCost(field.astNode);
      if (cost) fields.set(coordinate, costSchema.parse(cost).weight);
      const size = readListSize(field.astNode);
      if (size) lists.set(coordinate, listSizeSchema.parse(size));
    }
  }
  return { fields, types, lists };
}
