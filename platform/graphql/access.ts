import {
  defaultFieldResolver,
  isObjectType,
  Kind,
  type ConstDirectiveNode,
  type ConstValueNode,
  type GraphQLField,
  type GraphQLSchema,
} from 'graphql';
import type { Caller } from '../security/caller.ts';
import { forbidden, unauthenticated } from './errors.ts';
import type { RequestContext } from './request-context.ts';

const DIRECTIVE = 'requiresScopes';

type Field = GraphQLField<unknown, RequestContext>;

/** Throws UNAUTHENTICATED without a caller, and FORBIDDEN when the caller's credential lacks the scope. */
export function requireScope(
  { caller }: Pick<RequestContext, 'caller'>,
  scope: string,
  what: string,
): Caller {
  if (!caller) throw unauthenticated();
  if (!caller.scopes.includes(scope)) throw forbidden(what, scope);
  return caller;
}

/**
 * Makes every field with `@requiresScopes` refuse a caller without these scopes, by the caller's signed statement. The gateway
 * refuses by the same directive before it plans; a subgraph does not rely on it.
 */
export function enforceScopes(schema: GraphQLSchema): void {
  for (const type of Object.values(schema.getTypeMap())) {
    if (!isObjectType(type)) continue;
    for (const field of Object.values(type.getFields()) as Field[]) {
      const lists = scopeListsOf(field);
      if (lists) guard(field, `${type.name}.${field.name}`, lists);
    }
  }
}

function guard(field: Field, coordinate: string, lists: readonly (readonly string[])[]): void {
  const { resolve = defaultFieldResolver, subscribe } = field;
  const check = ({ caller }: RequestContext): void => {
    if (!caller) throw unauthenticated();
    if (lists.some((all) => all.every((scope) => caller.scopes.includes(scope)))) return;
    throw forbidden(coordinate, lists.map((all) => all.join(' and ')).join(', or '));
  };
  if (subscribe) {
    field.subscribe = (source, args, context, info) => {
      check(context);
      return subscribe(source, args, context, info);
    };
    return;
  }
  field.resolve = (source, args, context, info) => {
    check(context);
    return resolve(source, args, context, info);
  };
}

/** The argument of the field's directive: lists of scopes, of which a caller needs one whole list. */
function scopeListsOf({ astNode }: Field): readonly (readonly string[])[] | null {
  const directive = astNode?.directives?.find(({ name }) => name.value === DIRECTIVE);
  return directive ? listOf(argumentOf(directive)).map((all) => listOf(all).map(textOf)) : null;
}

const argumentOf = ({ arguments: given = [] }: ConstDirectiveNode): ConstValueNode | undefined =>
  given.find(({ name }) => name.value === 'scopes')?.value;

/** The items of a list; a single value stands for a list of one, as GraphQL coerces it. */
const listOf = (value: ConstValueNode | undefined): readonly ConstValueNode[] =>
  value === undefined ? [] : value.kind === Kind.LIST ? value.values : [value];

const textOf = (value: ConstValueNode): string => (value.kind === Kind.STRING ? value.value : '');
