import {
  getVariableValues,
  isInputObjectType,
  isInputType,
  isListType,
  isNonNullType,
  typeFromAST,
  valueFromAST,
  type GraphQLError,
  type GraphQLInputObjectType,
  type GraphQLInputType,
  type GraphQLSchema,
  type OperationDefinitionNode,
  type VariableDefinitionNode,
} from 'graphql';
import { UNFIT } from './compiled-selection.ts';

type Variables = Readonly<Record<string, unknown>>;

/** Coerces the variables of an operation, as `getVariableValues` does. */
export type CoerceVariables = (
  operation: OperationDefinitionNode,
  inputs: Variables,
) =>
  | { readonly coerced: Record<string, unknown>; readonly errors?: never }
  | { readonly errors: readonly GraphQLError[]; readonly coerced?: never };

/** At most this many errors of variables are reported. */
const MAX_ERRORS = 10;

/**
 * Creates the coercion of variables. GraphQL's own looks every type up again for every value, and takes longer than the rest of a small
 * mutation; here it is compiled once for each operation. GraphQL's finds the errors of values that do not fit.
 */
export function createVariables(schema: GraphQLSchema): CoerceVariables {
  const compiled = new WeakMap<OperationDefinitionNode, Coerce>();
  return (operation, inputs) => {
    const definitions = operation.variableDefinitions ?? [];
    const coerce = compiled.get(operation) ?? ofVariables(schema, definitions);
    compiled.set(operation, coerce);
    const coerced = fitting(coerce, inputs);
    if (coerced !== UNFIT) return { coerced: coerced as Record<string, unknown> };
    const found = getVariableValues(schema, definitions, { ...inputs }, { maxErrors: MAX_ERRORS });
    return found.errors ? { errors: found.errors } : { coerced: found.coerced };
  };
}

/** Coerces a value; UNFIT when it has an error, or a form that is rare. Throws what a scalar throws. */
type Coerce = (value: unknown) => unknown;

const unfit: Coerce = () => UNFIT;

function fitting(coerce: Coerce, inputs: Variables): unknown {
  try {
    return coerce(inputs);
  } catch {
    return UNFIT;
  }
}

function ofVariables(schema: GraphQLSchema, definitions: readonly VariableDefinitionNode[]): Coerce {
  const variables: Field[] = [];
  for (const { variable, type: node, defaultValue } of definitions) {
    const type = typeFromAST(schema, node);
    if (!isInputType(type)) return unfit;
    const absent = defaultValue && ((): unknown => valueFromAST(defaultValue, type));
    variables.push(fieldOf(variable.name.value, type, absent));
  }
  return (inputs) => ofFields(variables, inputs as Variables);
}

/** A variable, or a field of an input object. */
interface Field {
  readonly name: string;
  readonly coerce: Coerce;
  /** The value in place of an absent one; undefined for none, UNFIT where one is required. */
  readonly absent: () => unknown;
}

const fieldOf = (name: string, type: GraphQLInputType, absent: Field['absent'] | undefined): Field => ({
  name,
  coerce: ofType(type),
  absent: absent ?? (() => (isNonNullType(type) ? UNFIT : undefined)),
});

function ofFields(fields: readonly Field[], values: Variables): unknown {
  const coerced: Record<string, unknown> = {};
  for (const { name, coerce, absent } of fields) {
    const value = Object.hasOwn(values, name) ? values[name] : undefined;
    const made = value === undefined ? absent() : coerce(value);
    if (made === UNFIT) return UNFIT;
    if (made !== undefined) coerced[name] = made;
  }
  return coerced;
}

function ofType(type: GraphQLInputType): Coerce {
  if (isNonNullType(type)) {
    const nullable = ofType(type.ofType);
    return (value) => (value === null ? UNFIT : nullable(value));
  }
  const coerce = ofPresent(type);
  return (value) => (value === null ? null : coerce(value));
}

function ofPresent(type: GraphQLInputType): Coerce {
  if (isListType(type)) return ofList(ofType(type.ofType));
  if (isInputObjectType(type)) return type.isOneOf ? unfit : ofObject(type);
  if (isNonNullType(type)) return unfit;
  return (value): unknown => (type.parseValue(value) as unknown) ?? UNFIT;
}

const ofList =
  (item: Coerce): Coerce =>
  (value) => {
    if (!Array.isArray(value)) return UNFIT;
    const items: unknown[] = [];
    for (const one of value) {
      const coerced = item(one ?? null);
      if (coerced === UNFIT) return UNFIT;
      items.push(coerced);
    }
    return items;
  };

/** The fields are compiled with the first value: types may refer to each other. */
function ofObject(type: GraphQLInputObjectType): Coerce {
  let fields: readonly Field[] | null = null;
  const names = new Set(Object.keys(type.getFields()));
  return (value) => {
    if (typeof value !== 'object' || value === null || Array.isArray(value)) return UNFIT;
    for (const name of Object.keys(value)) if (!names.has(name)) return UNFIT;
    fields ??= Object.values(type.getFields()).map(({ name, type: ofField, defaultValue }) =>
      fieldOf(name, ofField, defaultValue === undefined ? undefined : () => defaultValue),
    );
    return ofFields(fields, value as Variables);
  };
}
