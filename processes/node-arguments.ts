/**
 * Arguments of Node for a process of the broker, before its program. Most objects live as long as an order's step: in a larger new
 * space they are gone before the next collection, which then copies less.
 */
export const NODE_ARGUMENTS: readonly string[] = ['--max-semi-space-size=64', '--import', 'tsx'];
