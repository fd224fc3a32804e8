import {
  Kind,
  type DocumentNode,
  type FieldNode,
  type FragmentDefinitionNode,
  type OperationDefinitionNode,
  type SelectionNode,
  type SelectionSetNode,
} from 'graphql';

type Fragments = ReadonlyMap<string, FragmentDefinitionNode>;

const fragmentsOf = (document: DocumentNode): Fragments =>
  new Map(
    document.definitions
      .filter((definition) => definition.kind === Kind.FRAGMENT_DEFINITION)
      .map((fragment) => [fragment.name.value, fragment]),
  );

/** The direct fields of a selection set, with its fragments expanded. */
function fieldsOf(set: SelectionSetNode, fragments: Fragments): FieldNode[] {
  return set.selections.flatMap((selection) => {
    if (selection.kind === Kind.FIELD) return [selection];
    if (selection.kind === Kind.INLINE_FRAGMENT) return fieldsOf(selection.selectionSet, fragments);
    const fragment = fragments.get(selection.name.value);
    return fragment ? fieldsOf(fragment.selectionSet, fragments) : [];
  });
}

const keyOf = ({ alias, name }: FieldNode): string => alias?.value ?? name.value;

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
    responseKey: keyOf(first),
    responseKeys: inner.map(keyOf),
    aliasesOf: (field) => [...new Set(inner.filter(({ name }) => name.value === field).map(keyOf))],
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
