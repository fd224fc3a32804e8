import {
  Kind,
  type DocumentNode,
  type FieldNode,
  type OperationDefinitionNode,
  type SelectionNode,
} from 'graphql';
import { fieldsOf, fragmentsOf, responseKeyOf } from '../operations/selections.ts';

/** The root field of a subscription, merged from all its occurrences and fragments. */
export interface RootField {
  readonly node: FieldNode;
  readonly name: string;
  readonly responseKey: string;
  /** All response keys of its selection. */
  readonly responseKeys: readonly string[];
  /** Response keys of one field of the event. */
  aliasesOf(field: string): readonly string[];
}

/** Merges the occurrences of the root field of a valid subscription. */
export function rootFieldOf(document: DocumentNode, operation: OperationDefinitionNode): RootField {
  const fragments = fragmentsOf(document);
  const nodes = fieldsOf(operation.selectionSet, fragments);
  const [first] = nodes;
  if (!first) throw new Error('a subscription without a field passed validation');
  const selections = nodes.flatMap((node) => node.selectionSet?.selections ?? []);
  const node: FieldNode = {
    ...first,
    // A field of a leaf type has no selection.
    ...(first.selectionSet && { selectionSet: { kind: Kind.SELECTION_SET, selections } }),
  };
  const inner = fieldsOf({ kind: Kind.SELECTION_SET, selections }, fragments);
  return {
    node,
    name: first.name.value,
    responseKey: responseKeyOf(first),
    responseKeys: inner.map(responseKeyOf),
    aliasesOf: (field) => [...new Set(inner.filter(({ name }) => name.value === field).map(responseKeyOf))],
  };
}

/** Creates a field under an alias that the client's selection does not use. */
export const hiddenField = (alias: string, field: string): SelectionNode => ({
  kind: Kind.FIELD,
  alias: { kind: Kind.NAME, value: alias },
  name: { kind: Kind.NAME, value: field },
});

/** Replaces the operation's selection by `root` and drops fragments on the root type, which are already expanded. */
export function withRoot(
  document: DocumentNode,
  operation: OperationDefinitionNode,
  root: FieldNode,
  rootTypeName: string,
): { document: DocumentNode; operation: OperationDefinitionNode } {
  const changed: OperationDefinitionNode = {
    ...operation,
    selectionSet: { kind: Kind.SELECTION_SET, selections: [root] },
  };
  const fragments = document.definitions.filter(
    (definition) =>
      definition.kind === Kind.FRAGMENT_DEFINITION && definition.typeCondition.name.value !== rootTypeName,
  );
  return { document: { kind: Kind.DOCUMENT, definitions: [changed, ...fragments] }, operation: changed };
}
