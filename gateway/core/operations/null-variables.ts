import {
  GraphQLError,
  isNonNullType,
  separateOperations,
  TypeInfo,
  visit,
  visitWithTypeInfo,
  type DocumentNode,
  type GraphQLSchema,
  type OperationDefinitionNode,
  type VariableNode,
} from 'graphql';

/** An operation of a document with its coerced variables. */
interface CoercedOperation {
  readonly document: DocumentNode;
  readonly operation: OperationDefinitionNode;
  readonly variables: Readonly<Record<string, unknown>>;
}

/**
 * Finds variables that are null where the schema has a non-null argument or input field with a default. Validation accepts
 * a nullable variable there, since the default replaces an absent one; a null makes the field fail when it runs.
 */
export function nullVariableErrors(
  schema: GraphQLSchema,
  { document, operation, variables }: CoercedOperation,
): GraphQLError[] {
  if (!Object.values(variables).includes(null)) return [];
  const used = separateOperations(document)[operation.name?.value ?? ''];
  if (!used) return [];
  const wrong = new Map<string, VariableNode>();
  const typeInfo = new TypeInfo(schema);
  const visitor = visitWithTypeInfo(typeInfo, {
    VariableDefinition: () => false,
    Variable: (node) => {
      const name = node.name.value;
      if (variables[name] === null && isNonNullType(typeInfo.getInputType())) wrong.set(name, node);
    },
  });
  visit(used, visitor);
  return [...wrong].map(([name, node]) => {
    const message = `Variable "$${name}" must not be null here: leave it out, and the default applies.`;
    return new GraphQLError(message, { nodes: node, extensions: { code: 'BAD_USER_INPUT' } });
  });
}
