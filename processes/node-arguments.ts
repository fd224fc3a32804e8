import path from 'node:path';

/**
 * Arguments of Node for a compiled process of the broker. Most objects live as long as an order's step: in a larger new space they are
 * gone before the next collection, which then copies less. Twice Node's default gives a third more cancels a second; four times gives
 * little more, and takes 60 MB. The space begins with the default and grows when the process is busy (`platform/process/heap-growth.ts`).
 * `npm start` has the same.
 */
export const COMPILED_ARGUMENTS: readonly string[] = [
  '--min-semi-space-size=16',
  '--max-semi-space-size=32',
  '--require',
  path.join(import.meta.dirname, 'preload.cjs'),
];

/** Arguments of Node for a process of the broker that the loader translates. */
export const NODE_ARGUMENTS: readonly string[] = [...COMPILED_ARGUMENTS, '--import', 'tsx'];
