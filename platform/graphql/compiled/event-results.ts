import {
  execute,
  getOperationAST,
  getVariableValues,
  type ExecutionArgs,
  type ExecutionResult,
} from 'graphql';
import {
  compileSelection,
  fragmentsOf,
  UNFIT,
  type CommonSelections,
  type Complete,
} from './compiled-selection.ts';

/** Makes the result of a subscription's event. */
export type ResultOfEvent = (event: unknown) => ExecutionResult | Promise<ExecutionResult>;

/**
 * Creates the results of the events of subscriptions. GraphQL's executor prepares the operation anew for each event; here it is
 * compiled once for each subscription, and what no variable changes once for all of the document. The executor makes the result of an
 * event that needs it, and of those after it.
 */
export function createEventResults(): (args: ExecutionArgs) => ResultOfEvent {
  const common: CommonSelections = new WeakMap();
  return (args) => resultsOf(args, common);
}

function resultsOf(args: ExecutionArgs, common: CommonSelections): ResultOfEvent {
  let complete: Complete | null = compiled(args, common);
  const completed = (event: unknown): unknown => {
    try {
      return complete?.(event, args.contextValue) ?? UNFIT;
    } catch {
      // The executor runs the resolver again, and names the field of the error.
      return UNFIT;
    }
  };
  return (event) => {
    const data = completed(event);
    if (data !== UNFIT) return { data: data as Record<string, unknown> };
    complete = null;
    return execute({ ...args, rootValue: event });
  };
}

/** Null for an operation that cannot run. */
function compiled(
  { schema, document, operationName, variableValues }: ExecutionArgs,
  common: CommonSelections,
): Complete | null {
  const operation = getOperationAST(document, operationName);
  const root = operation && schema.getRootType(operation.operation);
  if (!root) return null;
  const definitions = operation.variableDefinitions ?? [];
  const { coerced: variables } = getVariableValues(schema, definitions, { ...variableValues });
  if (!variables) return null;
  const fragments = fragmentsOf(document);
  return compileSelection({ schema, fragments, variables, common }, root, [operation.selectionSet]);
}
