import {
  getResponseName,
  type FetchDataRewrite,
  type FetchNode,
  type PlanNode,
  type QueryPlan,
  type QueryPlanSelectionNode,
  type ResponsePath,
  type SubscriptionNode,
} from '@apollo/query-planner';
import { Kind, parse, type SelectionSetNode } from 'graphql';
import { fragmentsOf, responseKeyOf, type Fragments } from '../../operations/selections.ts';

/** A fetch of a plan: its place in the response, the fields that it reads from there and those that it writes. */
export interface PlannedFetch {
  readonly service: string;
  /** The query to the subgraph. */
  readonly query: string;
  /** Path of the entities that it completes, with `@` for each level of lists; empty for root fields. */
  readonly path: ResponsePath;
  /** True when it completes entities, by their representations. */
  readonly isOfEntities: boolean;
  /** Paths of the fields of an entity that it reads, without list levels. */
  readonly reads: readonly (readonly string[])[];
  /** Response keys that it writes into an object of the type; those of all types without one. */
  keysOf(typeName?: string): readonly string[];
  /** The response's name of a field in a path of an error of the subgraph. */
  nameOf(segment: string | number): string | number;
}

/** Lists the fetches of a plan. */
export const fetchesOf = ({ node }: QueryPlan): PlannedFetch[] => (node ? fetchesBelow(node, []) : []);

function fetchesBelow(node: PlanNode | SubscriptionNode, path: ResponsePath): PlannedFetch[] {
  switch (node.kind) {
    case 'Fetch':
      return [plannedFetch(node, path)];
    case 'Flatten':
      return fetchesBelow(node.node, [...path, ...node.path]);
    case 'Sequence':
    case 'Parallel':
      return node.nodes.flatMap((child) => fetchesBelow(child, path));
    case 'Condition':
      return [node.ifClause, node.elseClause].flatMap((child) => (child ? fetchesBelow(child, path) : []));
    case 'Subscription':
    case 'Defer':
      throw new Error(`the executor runs no plan with a node ${node.kind}`);
  }
}

function plannedFetch(node: FetchNode, path: ResponsePath): PlannedFetch {
  const newNames = new Map((node.outputRewrites ?? []).flatMap(renaming));
  const nameOf = (segment: string | number) =>
    typeof segment === 'string' ? (newNames.get(segment) ?? segment) : segment;
  let written: readonly WrittenField[] | undefined;
  return {
    service: node.serviceName,
    query: node.operation,
    path,
    isOfEntities: node.requires !== undefined,
    reads: readPaths(node.requires ?? []),
    keysOf: (typeName) => {
      written ??= writtenFields(node);
      const ofType = written.filter(({ type }) => typeName === undefined || type === typeName);
      const keys = (ofType.length > 0 ? ofType : written).map(({ key }) => String(nameOf(key)));
      return [...new Set(keys)].filter((key) => key !== '__typename');
    },
    nameOf,
  };
}

/** The planner's alias of a field and the client's name, where two fields of one name differ by type. */
const renaming = (rewrite: FetchDataRewrite): [string, string][] => {
  const alias = rewrite.kind === 'KeyRenamer' ? rewrite.path.at(-1) : undefined;
  return rewrite.kind === 'KeyRenamer' && alias !== undefined ? [[alias, rewrite.renameKeyTo]] : [];
};

const readPaths = (selections: readonly QueryPlanSelectionNode[]): string[][] =>
  selections.flatMap((selection) => {
    if (selection.kind === 'InlineFragment') return readPaths(selection.selections);
    const key = getResponseName(selection);
    return selection.selections ? readPaths(selection.selections).map((rest) => [key, ...rest]) : [[key]];
  });

interface WrittenField {
  /** The type of the fragment that selects it; null for a root field. */
  readonly type: string | null;
  readonly key: string;
}

function writtenFields({ operation, requires }: FetchNode): WrittenField[] {
  const document = parse(operation, { noLocation: true });
  const fragments = fragmentsOf(document);
  const root = document.definitions.find((definition) => definition.kind === Kind.OPERATION_DEFINITION);
  const [first] = root?.selectionSet.selections ?? [];
  const ofEntities = requires && first?.kind === Kind.FIELD ? first.selectionSet : undefined;
  const set = ofEntities ?? root?.selectionSet;
  return set ? fieldsByType(set, null, fragments) : [];
}

const fieldsByType = (set: SelectionSetNode, type: string | null, fragments: Fragments): WrittenField[] =>
  set.selections.flatMap((selection) => {
    if (selection.kind === Kind.FIELD) return [{ type, key: responseKeyOf(selection) }];
    const fragment =
      selection.kind === Kind.INLINE_FRAGMENT ? selection : fragments.get(selection.name.value);
    if (!fragment) return [];
    return fieldsByType(fragment.selectionSet, fragment.typeCondition?.name.value ?? type, fragments);
  });
