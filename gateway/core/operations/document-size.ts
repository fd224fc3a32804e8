import { BREAK, Kind, visit, type DocumentNode } from 'graphql';
import type { Limits } from '../limits.ts';

/** Operations and fragments of a document. Validation takes time with the square of the fragments that include each other. */
const MAX_DEFINITIONS = 50;
/** Characters of a name: an alias stands in the answer once for each object of a list. */
const MAX_NAME = 128;
/** Variables of an operation, arguments of a field, directives at one place. */
const MAX_LISTED = 100;
/** Nesting of selection sets, those of inline fragments too, for each level of fields. */
const SETS_PER_LEVEL = 2;
/** Selections of a document, unused fragments too, for each field that an operation may have. */
const SELECTIONS_PER_FIELD = 2;

/**
 * The first bound on the size of a document that it exceeds, as a message; null when none. What walks documents recursively, such
 * as validation, gets none beyond these bounds. The walk here is a loop.
 */
export function exceededSize(
  document: DocumentNode,
  limits: Pick<Limits, 'depth' | 'fields'>,
): string | null {
  if (document.definitions.length > MAX_DEFINITIONS)
    return `The document has more than ${MAX_DEFINITIONS} operations and fragments.`;
  const maxNesting = SETS_PER_LEVEL * limits.depth;
  const maxSelections = SELECTIONS_PER_FIELD * limits.fields;
  let exceeded: string | null = null;
  let nesting = 0;
  let selections = 0;
  const breakWith = (message: string): typeof BREAK => {
    exceeded = message;
    return BREAK;
  };
  visit(document, {
    enter: (node) => {
      if (node.kind === Kind.NAME)
        return node.value.length > MAX_NAME
          ? breakWith(`The document has a name of more than ${MAX_NAME} characters.`)
          : undefined;
      const lists = [
        'variableDefinitions' in node ? node.variableDefinitions : undefined,
        'arguments' in node ? node.arguments : undefined,
        'directives' in node ? node.directives : undefined,
      ];
      if (lists.some((list) => (list?.length ?? 0) > MAX_LISTED))
        return breakWith(`The document lists more than ${MAX_LISTED} variables, arguments or directives.`);
      if (node.kind !== Kind.SELECTION_SET) return undefined;
      nesting += 1;
      selections += node.selections.length;
      if (nesting > maxNesting) return breakWith(`The document nests more than ${maxNesting} selections.`);
      if (selections > maxSelections)
        return breakWith(`The document has more than ${maxSelections} selections.`);
      return undefined;
    },
    leave: (node) => {
      if (node.kind === Kind.SELECTION_SET) nesting -= 1;
    },
  });
  return exceeded;
}
