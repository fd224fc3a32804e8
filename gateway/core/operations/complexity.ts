import {
  Kind,
  type DocumentNode,
  type FragmentDefinitionNode,
  type OperationDefinitionNode,
  type SelectionSetNode,
} from 'graphql';
import type { Limits } from '../limits.ts';

/** Counts of an operation with its fragments expanded. */
export interface Complexity {
  readonly depth: number;
  readonly aliases: number;
  readonly fields: number;
  readonly rootFields: number;
  readonly costlyFields: number;
}

const NOTHING: Complexity = { depth: 0, aliases: 0, fields: 0, rootFields: 0, costlyFields: 0 };

/** The first limit that an operation of the document exceeds, as a message; null when none. */
export function exceededLimit(document: DocumentNode, limits: Limits): string | null {
  const measure = createMeasure(document, new Set(limits.costlyFields.names));
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
 * Measures the operations of a document. Each fragment is measured once, so the work is linear in the document even when
 * fragments multiply. A fragment that contains itself counts as empty: validation refuses it later.
 */
export function createMeasure(
  document: DocumentNode,
  costlyFields: ReadonlySet<string>,
): (operation: OperationDefinitionNode) => Complexity {
  const fragments = new Map<string, FragmentDefinitionNode>();
  for (const definition of document.definitions) {
    if (definition.kind === Kind.FRAGMENT_DEFINITION) fragments.set(definition.name.value, definition);
  }
  const measured = new Map<string, Complexity>();

  const measureFragment = (name: string): Complexity => {
    const known = measured.get(name);
    if (known) return known;
    measured.set(name, NOTHING);
    const fragment = fragments.get(name);
    const found = fragment ? measureSet(fragment.selectionSet) : NOTHING;
    measured.set(name, found);
    return found;
  };

  const measureSet = (set: SelectionSetNode): Complexity => {
    let sum = NOTHING;
    for (const selection of set.selections) {
      if (selection.kind === Kind.FRAGMENT_SPREAD) sum = add(sum, measureFragment(selection.name.value));
      else if (selection.kind === Kind.INLINE_FRAGMENT) sum = add(sum, measureSet(selection.selectionSet));
      else {
        const name = selection.name.value;
        const inner = selection.selectionSet ? measureSet(selection.selectionSet) : NOTHING;
        const isIntrospection = name.startsWith('__');
        sum = add(sum, {
          depth: isIntrospection ? 0 : inner.depth + 1,
          aliases: inner.aliases + (selection.alias ? 1 : 0),
          fields: inner.fields + 1,
          rootFields: isIntrospection ? 0 : 1,
          costlyFields: inner.costlyFields + (costlyFields.has(name) ? 1 : 0),
        });
      }
    }
    return sum;
  };

  return (operation) => measureSet(operation.selectionSet);
}

const add = (a: Complexity, b: Complexity): Complexity => ({
  depth: Math.max(a.depth, b.depth),
  aliases: a.aliases + b.aliases,
  fields: a.fields + b.fields,
  rootFields: a.rootFields + b.rootFields,
  costlyFields: a.costlyFields + b.costlyFields,
});
