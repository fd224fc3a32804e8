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

/** The fields of a selection set itself, those in its fragments included. */
function fieldsOf(set: SelectionSetNode, fragments: Fragments): FieldNode[] {
  return set.selections.flatMap((selection) => {
    if (selection.kind === Kind.FIELD) return [selection];
    if (selection.kind === Kind.INLINE_FRAGMENT) return fieldsOf(selection.selectionSet, fragments);
    const fragment = fragments.get(selection.name.value);
    return fragment ? fieldsOf(fragment.selectionSet, fragments) : [];
  });
}

const keyOf = ({ alias, name }: FieldNode): string => alias?.value ?? name.value;

/** The one root field of a subscription, however it is written: once, several times, in fragments. */
export interface RootField {
  readonly node: FieldNode;
  readonly name: string;
  readonly responseKey: string;
  /** All names in the response's selection. */
  readonly responseKeys: readonly string[];
  /** Names under which the response holds a field of the event. */
  aliasesOf(field: string): readonly string[];
}

/** Finds the root field of a valid subscription and brings its parts together. */
export function rootFieldOf(document: DocumentNode, operation: OperationDefinitionNode): RootField {
  const fragments = fragmentsOf(document);
  const nodes = fieldsOf(operation.selectionSet, fragments);
  const [first] = nodes;
  if (!first) throw new Error('a subscription without a field passed validation');
  const selections = nodes.flatMap((node) => node.selectionSet?.selections ?? []);
  const node: FieldNode = { ...first, selectionSet: { kind: Kind.SELECTION_SET, selections } };
  const inner = fieldsOf({ kind: Kind.SELECTION_SET, selections }, fragments);
  return {
    node,
    name: first.name.value,
    responseKey: keyOf(first),
    responseKeys: inner.map(keyOf),
    aliasesOf: (field) => [...new Set(inner.filter(({ name }) => name.value === field).map(keyOf))],
  };
}

/** A field that the gateway needs for itself, under a name that no client's selection has. */
export const hiddenField = (alias: string, field: string): SelectionNode => ({
  kind: Kind.FIELD,
  alias: { kind: Kind.NAME, value: alias },
  name: { kind: Kind.NAME, value: field },
});

/** The document with `root` as the operation's only field. Fragments of the root type are spread out by then, and go. */
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
