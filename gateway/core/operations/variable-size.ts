/** Levels of lists and objects in variables. The deepest input of a schema has a few. */
const MAX_LEVELS = 50;
/** Values in variables, lists and objects too: an operation with 50 orders has about 1,000. */
const MAX_VALUES = 5_000;

/**
 * The bound that variables exceed, as a message; null when none. The coercion of variables is recursive, so deep ones would exhaust the
 * stack, and takes about half a microsecond a value. The walk here is a loop, and ends at the bound.
 */
export function exceededVariables(variables: unknown): string | null {
  let level: unknown[] = [variables];
  let values = 0;
  for (let levels = 0; level.length > 0; levels += 1) {
    if (levels > MAX_LEVELS)
      return `The variables nest lists and objects more than ${MAX_LEVELS} levels deep.`;
    const next: unknown[] = [];
    for (const value of level) {
      if (typeof value !== 'object' || value === null) continue;
      const members: unknown[] = Object.values(value);
      values += members.length;
      if (values > MAX_VALUES) return `The variables have more than ${MAX_VALUES} values.`;
      for (const member of members) next.push(member);
    }
    level = next;
  }
  return null;
}
