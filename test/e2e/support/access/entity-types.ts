import { isObjectType, isUnionType } from 'graphql';
import type { Subgraph } from '#platform/graphql/subgraph.ts';

/** Names of the types that a subgraph resolves by their key. */
export const entityTypes = (subgraph: Subgraph): string[] => {
  const union = subgraph.schema.getType('_Entity');
  const resolvable = (name: string): boolean => {
    const type = subgraph.schema.getType(name);
    const keys = isObjectType(type) ? (type.astNode?.directives ?? []) : [];
    return keys.some(
      ({ name: directive, arguments: given = [] }) =>
        directive.value === 'key' &&
        !given.some(
          ({ name: argument, value }) =>
            argument.value === 'resolvable' && 'value' in value && value.value === false,
        ),
    );
  };
  return isUnionType(union)
    ? union
        .getTypes()
        .map(({ name }) => name)
        .filter(resolvable)
    : [];
};
