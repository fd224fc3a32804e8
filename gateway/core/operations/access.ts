import {
  getNamedType,
  isCompositeType,
  isNonNullType,
  isObjectType,
  isUnionType,
  Kind,
  OperationTypeNode,
  print,
  separateOperations,
  type FieldNode,
  type FormattedExecutionResult,
  type GraphQLCompositeType,
  type GraphQLFormattedError,
  type GraphQLSchema,
  type OperationDefinitionNode,
  type SelectionNode,
  type SelectionSetNode,
} from 'graphql';
import { unauthenticated } from '#platform/graphql/errors.ts';
import type { ReadDirective } from '../federation/directives.ts';
import { isIncluded } from './conditions.ts';
import type { PreparedOperation } from './prepare.ts';
import { fragmentsOf, responseKeyOf, type Fragments } from './selections.ts';

/** Identity of the specification of @authenticated. */
export const AUTHENTICATED_SPEC = 'https://specs.apollo.dev/authenticated';

/** Coordinates of the fields, and names of the object types, that need a caller. */
export type CallersOnly = ReadonlySet<string>;

/**
 * Reads @authenticated of a supergraph. Composition copies it from an object type to its interfaces; there it is ignored, since
 * `Node.id` of a public object is public: the object's own type decides.
 */
export function readCallersOnly(supergraph: GraphQLSchema, read: ReadDirective): CallersOnly {
  const found = new Set<string>();
  for (const type of Object.values(supergraph.getTypeMap())) {
    if (!isObjectType(type)) continue;
    if (read(type.astNode)) found.add(type.name);
    for (const field of Object.values(type.getFields()))
      if (read(field.astNode)) found.add(`${type.name}.${field.name}`);
  }
  return found;
}

/** An operation of an anonymous caller, divided by what that caller may see. */
export interface AnonymousOperation {
  /** The root fields that need no caller; null when all need one. */
  readonly allowed: PreparedOperation | null;
  /** One UNAUTHENTICATED error for each other root field. */
  readonly errors: readonly GraphQLFormattedError[];
  /** Adds the other root fields to the result of `allowed`: null, each with its error. */
  complete(result: FormattedExecutionResult): FormattedExecutionResult;
}

export interface AccessOptions {
  readonly schema: GraphQLSchema;
  readonly callersOnly: CallersOnly;
  /** Fields of Mutation that sign a caller in: they and the fields after them run as that caller. */
  readonly signInFields: readonly string[];
}

/** Divides an operation of an anonymous caller before it is planned; null when no field of it needs a caller. */
export type DivideAnonymous = (operation: PreparedOperation) => AnonymousOperation | null;

/** Creates the division. It is made once for each document. */
export function createAccess(options: AccessOptions): DivideAnonymous {
  const divisions = new WeakMap<OperationDefinitionNode, Division | null>();
  return (prepared) => {
    const { operation } = prepared;
    if (!divisions.has(operation)) divisions.set(operation, divide(options, prepared));
    const division = divisions.get(operation);
    return division ? anonymousOperation(options.schema, division, prepared) : null;
  };
}

/** A root field, or one of its occurrences, with the fragments around it. */
interface RootOccurrence {
  readonly node: FieldNode;
  readonly within: readonly SelectionNode[];
}

interface Division {
  readonly roots: readonly RootOccurrence[];
  /** Response keys of the root fields that need a caller. */
  readonly refused: ReadonlySet<string>;
  readonly allowed: Pick<PreparedOperation, 'text' | 'document' | 'operation'> | null;
}

function divide(
  { schema, callersOnly, signInFields }: AccessOptions,
  { document, operation }: PreparedOperation,
): Division | null {
  const root = schema.getRootType(operation.operation);
  if (!root) return null;
  const fragments = fragmentsOf(document);
  const needsCaller = createCallerCheck(schema, callersOnly, fragments);
  const isMutation = operation.operation === OperationTypeNode.MUTATION;
  const roots = rootOccurrences(operation.selectionSet, fragments, []);
  const refused = new Set<string>();
  for (const { node } of roots) {
    if (isMutation && signInFields.includes(node.name.value)) break;
    if (needsCaller(node, root)) refused.add(responseKeyOf(node));
  }
  if (refused.size === 0) return null;
  const selections = withoutKeys(operation.selectionSet, fragments, refused);
  if (selections.length === 0) return { roots, refused, allowed: null };
  const reduced: OperationDefinitionNode = {
    ...operation,
    selectionSet: { kind: Kind.SELECTION_SET, selections },
  };
  const whole = { kind: Kind.DOCUMENT, definitions: [reduced, ...fragments.values()] } as const;
  const used = separateOperations(whole)[operation.name?.value ?? ''] ?? whole;
  return { roots, refused, allowed: { text: print(used), document: used, operation: reduced } };
}

const rootOccurrences = (
  set: SelectionSetNode,
  fragments: Fragments,
  within: readonly SelectionNode[],
): RootOccurrence[] =>
  set.selections.flatMap((selection) => {
    if (selection.kind === Kind.FIELD) return [{ node: selection, within }];
    const inner = selection.kind === Kind.INLINE_FRAGMENT ? selection : fragments.get(selection.name.value);
    return inner ? rootOccurrences(inner.selectionSet, fragments, [...within, selection]) : [];
  });

/** The selections of a root without some response keys; spreads become inline fragments. */
const withoutKeys = (
  set: SelectionSetNode,
  fragments: Fragments,
  refused: ReadonlySet<string>,
): SelectionNode[] =>
  set.selections.flatMap((selection): SelectionNode[] => {
    if (selection.kind === Kind.FIELD) return refused.has(responseKeyOf(selection)) ? [] : [selection];
    const inner = selection.kind === Kind.INLINE_FRAGMENT ? selection : fragments.get(selection.name.value);
    const selections = inner ? withoutKeys(inner.selectionSet, fragments, refused) : [];
    if (!inner || selections.length === 0) return [];
    return [
      {
        kind: Kind.INLINE_FRAGMENT,
        ...(inner.typeCondition && { typeCondition: inner.typeCondition }),
        ...(selection.directives && { directives: selection.directives }),
        selectionSet: { kind: Kind.SELECTION_SET, selections },
      },
    ];
  });

/** True for a field that needs a caller, or that selects one. */
function createCallerCheck(schema: GraphQLSchema, callersOnly: CallersOnly, fragments: Fragments) {
  const checkedFragments = new Map<string, boolean>();
  const ofSet = (set: SelectionSetNode, parent: GraphQLCompositeType): boolean =>
    set.selections.some((selection) => {
      if (selection.kind === Kind.FIELD) return ofField(selection, parent);
      if (selection.kind === Kind.INLINE_FRAGMENT)
        return ofFragment(selection.typeCondition?.name.value, selection.selectionSet, parent);
      const name = selection.name.value;
      const known = checkedFragments.get(name);
      if (known !== undefined) return known;
      const fragment = fragments.get(name);
      const needed =
        fragment !== undefined &&
        ofFragment(fragment.typeCondition.name.value, fragment.selectionSet, parent);
      checkedFragments.set(name, needed);
      return needed;
    });
  const ofFragment = (
    condition: string | undefined,
    set: SelectionSetNode,
    parent: GraphQLCompositeType,
  ): boolean => {
    const type = condition === undefined ? parent : schema.getType(condition);
    if (!isCompositeType(type)) return false;
    return callersOnly.has(type.name) || ofSet(set, type);
  };
  const ofField = ({ name, selectionSet }: FieldNode, parent: GraphQLCompositeType): boolean => {
    if (callersOnly.has(`${parent.name}.${name.value}`)) return true;
    const field = isUnionType(parent) ? undefined : parent.getFields()[name.value];
    if (!field) return false;
    const type = getNamedType(field.type);
    if (callersOnly.has(type.name)) return true;
    return selectionSet !== undefined && isCompositeType(type) && ofSet(selectionSet, type);
  };
  return ofField;
}

function anonymousOperation(
  schema: GraphQLSchema,
  { roots, refused, allowed }: Division,
  prepared: PreparedOperation,
): AnonymousOperation | null {
  const { operation, variables } = prepared;
  const included = roots.filter(({ node, within }) =>
    [node, ...within].every((one) => isIncluded(one, variables)),
  );
  const keys = [...new Set(included.map(({ node }) => responseKeyOf(node)))];
  const fields = schema.getRootType(operation.operation)?.getFields() ?? {};
  const isNonNull = ({ node }: RootOccurrence): boolean => isNonNullType(fields[node.name.value]?.type);
  const empties = included.some((root) => refused.has(responseKeyOf(root.node)) && isNonNull(root));
  const { message, extensions } = unauthenticated();
  const errors = keys.filter((key) => refused.has(key)).map((key) => ({ message, path: [key], extensions }));
  return {
    allowed: allowed && { ...prepared, ...allowed },
    errors,
    complete: (result) => {
      const { data = null } = result;
      const values = keys.map((key) => [key, refused.has(key) ? null : data?.[key]] as const);
      const all = [...(result.errors ?? []), ...errors];
      return {
        ...(all.length > 0 && { errors: all }),
        data: data === null || empties ? null : Object.fromEntries(values),
      };
    },
  };
}
