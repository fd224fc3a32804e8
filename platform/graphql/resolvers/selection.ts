import { Kind, type GraphQLResolveInfo, type SelectionSetNode } from 'graphql';

/** True when the operation selects a field of this name anywhere, fragments included. Ignores `@skip` and `@include`. */
export const selectsField = (
  { operation, fragments }: Pick<GraphQLResolveInfo, 'operation' | 'fragments'>,
  name: string,
): boolean =>
  [operation, ...Object.values(fragments)].some(({ selectionSet }) => hasField(selectionSet, name));

const hasField = (set: SelectionSetNode | undefined, name: string): boolean =>
  set?.selections.some((selection) => {
    if (selection.kind === Kind.FRAGMENT_SPREAD) return false;
    if (selection.kind === Kind.FIELD && selection.name.value === name) return true;
    return hasField(selection.selectionSet, name);
  }) ?? false;
