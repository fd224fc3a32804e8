import {
  getNamedType,
  isAbstractType,
  isInterfaceType,
  isObjectType,
  Kind,
  type DocumentNode,
  type FieldNode,
  type FragmentDefinitionNode,
  type GraphQLNamedType,
  type GraphQLSchema,
  type OperationDefinitionNode,
  type SelectionSetNode,
} from 'graphql';
import type { Limits } from '../limits.ts';
import { fragmentsOf } from './selections.ts';

/** Counts of an operation with its fragments expanded. */
export interface Complexity {
  readonly depth: number;
  readonly aliases: number;
  /** A field of an interface counts once for each type that has it, as the planner may plan it for each. */
  readonly fields: number;
  readonly rootFields: number;
  readonly costlyFields: number;
}

const NOTHING: Complexity = { depth: 0, aliases: 0, fields: 0, rootFields: 0, costlyFields: 0 };

/** The first limit that an operation of the document exceeds, as a message; null when none. */
export function exceededLimit(schema: GraphQLSchema, document: DocumentNode, limits: Limits): string | null {
  const measure = createMeasure(schema, document, new Set(limits.costlyFields.names));
  for (const definition of document.definitions) {
    if (definition.kind !== Kind.OPERATION_DEFINITION) continue;
    const exceeded = compare(measure(definition), limits);
    if (exceeded !== null) return exceeded;
  }
  return null;
}

function compare(found: Complexity, limits: Limits): string | null {
  if (found.depth > limits.depth) return `The operation is deeper than ${limits.depth} levels.`;
  if (found.aliases > limits.aliases) return `The operation has more than ${limits.aliases} aliases.`;
  if (found.rootFields > limits.rootFields) {
    return `The operation has more than ${limits.rootFields} fields at its root.`;
  }
  if (found.costlyFields > limits.costlyFields.max) return limits.costlyFields.exceeded;
  if (found.fields > limits.fields) return `The operation has more than ${limits.fields} fields.`;
  return null;
}

/**
 * Measures the operations of a document, which need not be valid. Each fragment is measured once, so the work is linear in the
 * document even when fragments multiply. A fragment that contains itself counts as empty: validation refuses it later.
 */
function createMeasure(
  schema: GraphQLSchema,
  document: DocumentNode,
  costlyFields: ReadonlySet<string>,
): (operation: OperationDefinitionNode) => Complexity {
  const fragments = fragmentsOf(document);
  const measured = new Map<string, Complexity>();

  const measureFragment = (name: string): Complexity => {
    const known = measured.get(name);
    if (known) return known;
    measured.set(name, NOTHING);
    const fragment = fragments.get(name);
    const found = fragment ? measureSet(fragment.selectionSet, conditionOf(fragment)) : NOTHING;
    measured.set(name, found);
    return found;
  };
  const conditionOf = ({ typeCondition }: Pick<FragmentDefinitionNode, 'typeCondition'>): Parent =>
    schema.getType(typeCondition.name.value);

  const measureSet = (set: SelectionSetNode, parent: Parent): Complexity => {
    let sum = NOTHING;
    for (const selection of set.selections) {
      if (selection.kind === Kind.FIELD) sum = add(sum, measureField(selection, parent));
      else if (selection.kind === Kind.FRAGMENT_SPREAD) sum = add(sum, measureFragment(selection.name.value));
      else {
        const { typeCondition } = selection;
        sum = add(
          sum,
          measureSet(selection.selectionSet, typeCondition ? conditionOf({ typeCondition }) : parent),
        );
      }
    }
    return sum;
  };

  const measureField = (field: FieldNode, parent: Parent): Complexity => {
    const name = field.name.value;
    const inner = field.selectionSet ? measureSet(field.selectionSet, typeOfField(parent, name)) : NOTHING;
    const isIntrospection = name.startsWith('__');
    const types = !isIntrospection && isAbstractType(parent) ? schema.getPossibleTypes(parent).length : 1;
    return {
      depth: isIntrospection ? 0 : inner.depth + 1,
      aliases: inner.aliases + (field.alias ? 1 : 0),
      fields: types * (inner.fields + 1),
      rootFields: name === '__typename' ? 0 : 1,
      costlyFields: inner.costlyFields + (costlyFields.has(name) ? 1 : 0),
    };
  };

  return (operation) =>
    measureSet(operation.selectionSet, schema.getRootType(operation.operation) ?? undefined);
}

/** The type in which a field is selected; undefined in an invalid document. */
type Parent = GraphQLNamedType | undefined;

function typeOfField(parent: Parent, name: string): Parent {
  if (!isObjectType(parent) && !isInterfaceType(parent)) return undefined;
  const field = parent.getFields()[name];
  return field && getNamedType(field.type);
}

const add = (a: Complexity, b: Complexity): Complexity => ({
  depth: Math.max(a.depth, b.depth),
  aliases: a.aliases + b.aliases,
  fields: a.fields + b.fields,
  rootFields: a.rootFields + b.rootFields,
  costlyFields: a.costlyFields + b.costlyFields,
});
