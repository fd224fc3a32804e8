/** Levels of lists and objects in variables. The deepest input of a schema has a few. */
const MAX_LEVELS = 50;

/**
 * The message for variables that nest too deeply; null when they do not. The coercion of variables is recursive, and would exhaust the
 * stack. The walk here is a loop.
 */
export function exceededNesting(variables: unknown): string | null {
  let level: unknown[] = [variables];
  for (let levels = 0; level.length > 0; levels += 1) {
    if (levels > MAX_LEVELS)
      return `The variables nest lists and objects more than ${MAX_LEVELS} levels deep.`;
    level = level.flatMap(membersOf);
  }
  return null;
}

const membersOf = (value: unknown): unknown[] =>
  typeof value === 'object' && value !== null ? Object.values<unknown>({ ...value }) : [];
