import {
  isEnumType,
  isInputObjectType,
  isInterfaceType,
  isIntrospectionType,
  isObjectType,
  isSpecifiedScalarType,
  type GraphQLField,
  type GraphQLInputField,
  type GraphQLSchema,
} from 'graphql';

interface Named {
  readonly path: string;
  readonly description: string | null | undefined;
}

/** Every type, field, argument and enum value of a schema. */
function* elementsOf(schema: GraphQLSchema): Generator<Named> {
  for (const type of Object.values(schema.getTypeMap())) {
    if (isIntrospectionType(type) || isSpecifiedScalarType(type)) continue;
    yield { path: type.name, description: type.description };
    if (isEnumType(type)) {
      for (const value of type.getValues())
        yield { path: `${type.name}.${value.name}`, description: value.description };
    } else if (isObjectType(type) || isInterfaceType(type) || isInputObjectType(type)) {
      for (const field of Object.values<GraphQLField<unknown, unknown> | GraphQLInputField>(
        type.getFields(),
      )) {
        yield { path: `${type.name}.${field.name}`, description: field.description };
        for (const argument of 'args' in field ? field.args : []) {
          yield { path: `${type.name}.${field.name}(${argument.name})`, description: argument.description };
        }
      }
    }
  }
}

/** Root types need no description; arguments may rely on their field's. */
const needsDescription = ({ path }: Named): boolean => !/^(Query|Mutation|Subscription)$|\(/.test(path);

/** Finds elements visible to clients that have no description. */
export function lintDescriptions(schema: GraphQLSchema): string[] {
  return [...elementsOf(schema)]
    .filter((element) => needsDescription(element) && !element.description?.trim())
    .map(({ path }) => `${path} has no description`);
}

/** Finds names that are not in PascalCase (types), camelCase (fields, arguments) or CAPITALS (enum values). */
export function lintNames(schema: GraphQLSchema): string[] {
  return [...elementsOf(schema)]
    .filter(
      ({ path }) =>
        !/^[A-Z][A-Za-z0-9]*(\.([a-z][A-Za-z0-9]*(\([a-z][A-Za-z0-9]*\))?|[A-Z][A-Z0-9_]*))?$/.test(path),
    )
    .map(({ path }) => `${path} does not follow the naming conventions of the graph`);
}
