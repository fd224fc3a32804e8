import {
  getDirectiveValues,
  GraphQLIncludeDirective,
  GraphQLSkipDirective,
  isNonNullType,
  Kind,
  OperationTypeNode,
  print,
  type FieldNode,
  type FormattedExecutionResult,
  type GraphQLFormattedError,
  type GraphQLSchema,
  type SelectionNode,
  type SelectionSetNode,
} from 'graphql';
import { forbidden, unauthenticated } from '#platform/graphql/errors.ts';
import type { Caller } from '../hooks.ts';
import type { PreparedOperation } from '../operations/prepare.ts';
import { fragmentsOf, responseKeyOf, type Fragments } from '../operations/selections.ts';
import type { AccessRules, FieldNeed } from './access-rules.ts';
import { createNeedsReader, type RootNeeds } from './operation-needs.ts';

/** The part of an operation that its caller may run. */
export interface Authorized {
  /** The operation without its refused root fields; null when nothing may run. */
  readonly allowed: PreparedOperation | null;
  /** The errors of the refused root fields, with their paths. */
  readonly errors: readonly GraphQLFormattedError[];
  /** Adds the refused fields to the result of the allowed part, as nulls with errors. */
  readonly complete: (result: FormattedExecutionResult) => FormattedExecutionResult;
}

/** Decides what a caller may run, before it is planned. */
export type Authorize = (operation: PreparedOperation, caller: Caller | null) => Authorized;

/**
 * Creates the enforcement of the graph's access rules. A root field is refused when its caller lacks what the field or any field
 * below it needs; the other root fields run. The fields below a mutation of an anonymous caller are left to the subgraphs: the
 * mutation may sign the caller in.
 */
export function createAuthorize(schema: GraphQLSchema, rules: AccessRules): Authorize {
  const needsOf = createNeedsReader(schema, rules);
  return (operation, caller) => {
    const needs = needsOf(operation);
    const scopes = scopesOf(caller);
    if (scopes === 'unknown') return unrestricted(operation);
    const mayMeetCaller = operation.operation.operation === OperationTypeNode.MUTATION;
    const refuse = (field: FieldNode): GraphQLFormattedError | null =>
      refusalOf(needs.get(field), scopes, mayMeetCaller);
    const refused = new Map<string, GraphQLFormattedError>();
    const keys = new Set<string>();
    let isWhole = false;
    for (const field of includedFields(operation)) {
      const key = responseKeyOf(field);
      keys.add(key);
      const error = refuse(field);
      if (!error || refused.has(key)) continue;
      refused.set(key, { ...error, path: [key] });
      const definition = schema.getRootType(operation.operation.operation)?.getFields()[field.name.value];
      isWhole ||= definition !== undefined && isNonNullType(definition.type);
    }
    if (refused.size === 0) return unrestricted(operation);
    const mayRunRest = !isWhole && keys.size > refused.size;
    return {
      allowed: mayRunRest ? without(operation, new Set(refused.keys())) : null,
      errors: [...refused.values()],
      complete: ({ data, errors = [] }) => ({
        errors: [...errors, ...refused.values()],
        data: isWhole || !data ? null : inOrder(keys, refused, data),
      }),
    };
  };
}

const unrestricted = (allowed: PreparedOperation): Authorized => ({
  allowed,
  errors: [],
  complete: (result) => result,
});

/** A credential that has ended counts as none. */
function scopesOf(caller: Caller | null): ReadonlySet<string> | 'none' | 'unknown' {
  if (!caller?.isValid()) return 'none';
  return caller.scopes ?? 'unknown';
}

function refusalOf(
  needs: RootNeeds | undefined,
  scopes: ReadonlySet<string> | 'none',
  mayMeetCaller: boolean,
): GraphQLFormattedError | null {
  if (!needs) return null;
  if (scopes === 'none') {
    const isOpen = needs.own === null && (mayMeetCaller || needs.nested.size === 0);
    return isOpen ? null : unauthenticated().toJSON();
  }
  const lacking = [...(needs.own ? [needs.own] : []), ...needs.nested].find((need) => !meets(scopes, need));
  return lacking ? forbidden(lacking.coordinate, wantedBy(lacking, scopes)).toJSON() : null;
}

const meets = (scopes: ReadonlySet<string>, need: FieldNeed): boolean =>
  need.scopes.every((lists) => lists.some((all) => all.every((scope) => scopes.has(scope))));

/** The scopes of the first condition that does not hold, as text. */
function wantedBy(need: FieldNeed, scopes: ReadonlySet<string>): string {
  const lists = need.scopes.find((one) => !one.some((all) => all.every((scope) => scopes.has(scope)))) ?? [];
  return lists.map((all) => all.join(' and ')).join(', or ');
}

/** The root fields that @skip and @include leave in. */
function includedFields({ document, operation, variables }: PreparedOperation): FieldNode[] {
  const fragments = fragmentsOf(document);
  const isIncluded = (node: SelectionNode): boolean =>
    getDirectiveValues(GraphQLSkipDirective, node, variables)?.['if'] !== true &&
    getDirectiveValues(GraphQLIncludeDirective, node, variables)?.['if'] !== false;
  const fieldsIn = (set: SelectionSetNode): FieldNode[] =>
    set.selections.filter(isIncluded).flatMap((selection) => {
      if (selection.kind === Kind.FIELD) return [selection];
      if (selection.kind === Kind.INLINE_FRAGMENT) return fieldsIn(selection.selectionSet);
      const fragment = fragments.get(selection.name.value);
      return fragment ? fieldsIn(fragment.selectionSet) : [];
    });
  return fieldsIn(operation.selectionSet);
}

/** The operation without the root fields of these response keys. */
function without(prepared: PreparedOperation, refused: ReadonlySet<string>): PreparedOperation {
  const fragments = fragmentsOf(prepared.document);
  const operation = {
    ...prepared.operation,
    selectionSet: filtered(prepared.operation.selectionSet, fragments, refused),
  };
  const definitions = prepared.document.definitions.map((one) =>
    one === prepared.operation ? operation : one,
  );
  const document = { ...prepared.document, definitions };
  return { ...prepared, operation, document, text: print(document) };
}

function filtered(
  set: SelectionSetNode,
  fragments: Fragments,
  refused: ReadonlySet<string>,
): SelectionSetNode {
  const selections = set.selections.flatMap((selection): SelectionNode[] => {
    if (selection.kind === Kind.FIELD) return refused.has(responseKeyOf(selection)) ? [] : [selection];
    const fragment =
      selection.kind === Kind.INLINE_FRAGMENT ? selection : fragments.get(selection.name.value);
    if (!fragment) return [];
    const selectionSet = filtered(fragment.selectionSet, fragments, refused);
    const { directives = [] } = selection;
    return selectionSet.selections.length === 0
      ? []
      : [{ kind: Kind.INLINE_FRAGMENT, directives, selectionSet }];
  });
  return { ...set, selections };
}

const inOrder = (
  keys: ReadonlySet<string>,
  refused: ReadonlyMap<string, unknown>,
  data: Readonly<Record<string, unknown>>,
): Record<string, unknown> =>
  Object.fromEntries([...keys].map((key) => [key, refused.has(key) ? null : data[key]]));
