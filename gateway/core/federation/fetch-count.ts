import type { PlanNode } from '@apollo/query-planner';

/** The fetches of a part of a plan. Of a condition both branches count, since its value comes with the operation. */
export function fetchCountOf(node: PlanNode): number {
  switch (node.kind) {
    case 'Sequence':
    case 'Parallel':
      return node.nodes.reduce((count, child) => count + fetchCountOf(child), 0);
    case 'Flatten':
      return fetchCountOf(node.node);
    case 'Condition':
      return [node.ifClause, node.elseClause].reduce(
        (count, clause) => count + (clause ? fetchCountOf(clause) : 0),
        0,
      );
    case 'Fetch':
      return 1;
    case 'Defer':
      throw new Error('a plan of a subscription defers nothing');
  }
}
