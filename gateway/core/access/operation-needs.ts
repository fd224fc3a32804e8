import {
  getNamedType,
  isInterfaceType,
  isObjectType,
  Kind,
  type FieldNode,
  type FragmentDefinitionNode,
  type GraphQLNamedType,
  type GraphQLSchema,
  type SelectionSetNode,
} from 'graphql';
import { fragmentsOf } from '../operations/selections.ts';
import type { PreparedOperation } from '../operations/prepare.ts';
import type { AccessRules, FieldNeed } from './access-rules.ts';

/** The needs of one root field of an operation. */
export interface RootNeeds {
  /** The need of the root field itself. */
  readonly own: FieldNeed | null;
  /** The needs of the fields below it, each once. @skip and @include make no difference. */
  readonly nested: ReadonlySet<FieldNeed>;
}

/** The needs of each root field of an operation, by its node. */
export type OperationNeeds = ReadonlyMap<FieldNode, RootNeeds>;

/** Reads the needs of checked operations, once for each. The work is linear in the document, as fragments are read once. */
export function createNeedsReader(
  schema: GraphQLSchema,
  rules: AccessRules,
): (operation: Pick<PreparedOperation, 'document' | 'operation'>) => OperationNeeds {
  const known = new WeakMap<object, OperationNeeds>();
  return ({ document, operation }) => {
    const found = known.get(operation);
    if (found) return found;
    const fragments = fragmentsOf(document);
    const nestedOf = createNestedReader(schema, rules, fragments);
    const root = schema.getRootType(operation.operation);
    const needs = new Map<FieldNode, RootNeeds>();
    for (const field of allFieldsOf(operation.selectionSet, fragments)) {
      const own = root ? rules(root.name, field.name.value) : null;
      needs.set(field, { own, nested: root ? nestedOf(root, field) : new Set() });
    }
    known.set(operation, needs);
    return needs;
  };
}

type Fragments = ReadonlyMap<string, FragmentDefinitionNode>;

/** The root fields of an operation, those of its fragments too. */
function* allFieldsOf(set: SelectionSetNode, fragments: Fragments): Generator<FieldNode> {
  for (const selection of set.selections) {
    if (selection.kind === Kind.FIELD) yield selection;
    else if (selection.kind === Kind.INLINE_FRAGMENT) yield* allFieldsOf(selection.selectionSet, fragments);
    else {
      const fragment = fragments.get(selection.name.value);
      if (fragment) yield* allFieldsOf(fragment.selectionSet, fragments);
    }
  }
}

function createNestedReader(schema: GraphQLSchema, rules: AccessRules, fragments: Fragments) {
  const ofFragments = new Map<string, ReadonlySet<FieldNeed>>();
  const ofFragment = (name: string): ReadonlySet<FieldNeed> => {
    const known = ofFragments.get(name);
    if (known) return known;
    const found = new Set<FieldNeed>();
    ofFragments.set(name, found);
    const fragment = fragments.get(name);
    if (fragment) addSet(schema.getType(fragment.typeCondition.name.value), fragment.selectionSet, found);
    return found;
  };
  const addBelow = (parent: GraphQLNamedType, field: FieldNode, found: Set<FieldNeed>): void => {
    if (!field.selectionSet || !(isObjectType(parent) || isInterfaceType(parent))) return;
    const definition = parent.getFields()[field.name.value];
    if (definition) addSet(getNamedType(definition.type), field.selectionSet, found);
  };
  const addSet = (
    parent: GraphQLNamedType | undefined,
    set: SelectionSetNode,
    found: Set<FieldNeed>,
  ): void => {
    if (!parent) return;
    for (const selection of set.selections) {
      if (selection.kind === Kind.FIELD) {
        const need = rules(parent.name, selection.name.value);
        if (need) found.add(need);
        addBelow(parent, selection, found);
      } else if (selection.kind === Kind.INLINE_FRAGMENT) {
        const condition = selection.typeCondition?.name.value;
        addSet(condition === undefined ? parent : schema.getType(condition), selection.selectionSet, found);
      } else for (const need of ofFragment(selection.name.value)) found.add(need);
    }
  };
  return (root: GraphQLNamedType, field: FieldNode): ReadonlySet<FieldNeed> => {
    const found = new Set<FieldNeed>();
    addBelow(root, field, found);
    return found;
  };
}
