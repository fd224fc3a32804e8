import {
  Kind,
  type DocumentNode,
  type FieldNode,
  type FragmentDefinitionNode,
  type SelectionSetNode,
} from 'graphql';

export type Fragments = ReadonlyMap<string, FragmentDefinitionNode>;

export const fragmentsOf = (document: DocumentNode): Fragments =>
  new Map(
    document.definitions
      .filter((definition) => definition.kind === Kind.FRAGMENT_DEFINITION)
      .map((fragment) => [fragment.name.value, fragment]),
  );

/** The direct fields of a selection set, with its fragments expanded. */
export function fieldsOf(set: SelectionSetNode, fragments: Fragments): FieldNode[] {
  return set.selections.flatMap((selection) => {
    if (selection.kind === Kind.FIELD) return [selection];
    if (selection.kind === Kind.INLINE_FRAGMENT) return fieldsOf(selection.selectionSet, fragments);
    const fragment = fragments.get(selection.name.value);
    return fragment ? fieldsOf(fragment.selectionSet, fragments) : [];
  });
}

/** The key of a field in the response. */
export const responseKeyOf = ({ alias, name }: FieldNode): string => alias?.value ?? name.value;

/** Characters of a response key that a value has free; each further piece of this length counts as a value. */
const KEY_PIECE = 32;

/** Values that the length of a field's key counts, for each object in which the field is selected. */
export const keyWeight = (field: FieldNode): number => Math.ceil(responseKeyOf(field).length / KEY_PIECE) - 1;
