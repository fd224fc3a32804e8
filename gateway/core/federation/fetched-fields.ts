import {
  getNamedType,
  isInterfaceType,
  isObjectType,
  Kind,
  parse,
  type ConstDirectiveNode,
  type GraphQLNamedType,
  type GraphQLSchema,
  type SelectionSetNode,
} from 'graphql';

/** Names of the fields of each type that plans may fetch beside those that a client selects. */
export type FetchedFields = ReadonlyMap<string, ReadonlySet<string>>;

/** A part of the schema with directives. */
type Annotated = { readonly directives?: readonly ConstDirectiveNode[] | undefined } | null | undefined;

/**
 * Reads the fields by which subgraphs know an entity (`@key`) and those that they need of each other (`@requires`). A plan fetches
 * them under their own names, into the objects that have what the client selects.
 */
export function readFetchedFields(supergraph: GraphQLSchema): FetchedFields {
  const found = new Map<string, Set<string>>();
  const collect = (type: GraphQLNamedType | undefined, set: SelectionSetNode): void => {
    for (const selection of set.selections) {
      if (selection.kind === Kind.INLINE_FRAGMENT) {
        const condition = selection.typeCondition?.name.value;
        collect(condition === undefined ? type : supergraph.getType(condition), selection.selectionSet);
      }
      if (selection.kind !== Kind.FIELD || (!isObjectType(type) && !isInterfaceType(type))) continue;
      const name = selection.name.value;
      found.set(type.name, (found.get(type.name) ?? new Set()).add(name));
      const field = type.getFields()[name];
      if (field && selection.selectionSet) collect(getNamedType(field.type), selection.selectionSet);
    }
  };
  for (const type of Object.values(supergraph.getTypeMap())) {
    if (!isObjectType(type) && !isInterfaceType(type)) continue;
    for (const set of setsOf(type.astNode, 'join__type', 'key')) collect(type, set);
    for (const field of Object.values(type.getFields()))
      for (const set of setsOf(field.astNode, 'join__field', 'requires')) collect(type, set);
  }
  return found;
}

/** The sets of fields in one argument of a directive, which stands once for each subgraph. */
const setsOf = (node: Annotated, directive: string, argument: string): SelectionSetNode[] =>
  (node?.directives ?? [])
    .filter(({ name }) => name.value === directive)
    .flatMap((applied) => applied.arguments ?? [])
    .flatMap(({ name, value }) =>
      name.value === argument && value.kind === Kind.STRING ? [parsedSet(value.value)] : [],
    );

function parsedSet(fields: string): SelectionSetNode {
  const [definition] = parse(`{ ${fields} }`, { noLocation: true }).definitions;
  if (definition?.kind !== Kind.OPERATION_DEFINITION) throw new Error(`"${fields}" is no set of fields`);
  return definition.selectionSet;
}
