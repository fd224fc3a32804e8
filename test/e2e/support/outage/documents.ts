import {
  getNamedType,
  isAbstractType,
  isLeafType,
  isListType,
  isNonNullType,
  isObjectType,
  isRequiredArgument,
  type GraphQLAbstractType,
  type GraphQLField,
  type GraphQLNamedOutputType,
  type GraphQLObjectType,
  type GraphQLOutputType,
  type GraphQLSchema,
} from 'graphql';
import { DAY_MS } from '#domain/calendar/durations.ts';

export type RootKind = 'Query' | 'Mutation' | 'Subscription';

/** Values of the arguments, by type, that have no default: the same throughout the graph. */
const VALUES: Readonly<Record<string, string>> = { Ticker: '"PETR4"', CandleInterval: 'M1' };

/** The client-chosen id of an order of the account. */
export const CLIENT_ORDER_ID = 'outage-1';

/** A period and a year with the days of the market's clock, which begins at the machine's time or at the next session. */
const dayAfter = (days: number): string => new Date(Date.now() + days * DAY_MS).toISOString().slice(0, 10);
const VALUES_BY_NAME: Readonly<Record<string, string>> = {
  clientOrderId: `"${CLIENT_ORDER_ID}"`,
  from: `"${dayAfter(-30)}"`,
  to: `"${dayAfter(30)}"`,
  year: dayAfter(4).slice(0, 4),
};

/** Fields that differ from call to call. */
export const CHANGING: readonly string[] = [
  'MarketStatus.now',
  'UserSession.lastUsedAt',
  'ApiKey.lastUsedAt',
];
/** Links of fills that a note leads to: the operations select a fill whole in its order alone, which is nearer to the root. */
export const NEARER_ELSEWHERE: readonly string[] = ['Execution.costs', 'Execution.order'];
/** Fields whose object stands in another place of the same part too: it is selected whole there. */
const REPEATING: readonly string[] = ['Account.orderByClientOrderId'];
/** Between type and field in an alias. */
const ALIAS = '__';

type Field = GraphQLField<unknown, unknown>;

/**
 * Writes an operation of one root field that selects everything below it, each object type once. A mutation selects no lists:
 * these change from one call to the next.
 */
export function documentOf(schema: GraphQLSchema, kind: RootKind, name: string, variables: object): string {
  const field = schema.getType(kind);
  const root = isObjectType(field) ? field.getFields()[name] : undefined;
  if (!root) throw new Error(`the graph has no ${kind}.${name}`);
  const used = root.args.filter((argument) => Object.hasOwn(variables, argument.name));
  const definitions = used.map((argument) => `$${argument.name}: ${String(argument.type)}`).join(', ');
  const values = used.map((argument) => `${argument.name}: $${argument.name}`).join(', ');
  const parenthesised = (text: string): string => (text === '' ? '' : `(${text})`);
  const scope: Scope = { schema, withoutLists: kind === 'Mutation', whole: new Set(), waiting: [] };
  const selection = selectionOf(scope, root.type);
  // The list grows while it is worked off.
  for (const fill of scope.waiting) fill();
  return `${kind.toLowerCase()}${parenthesised(definitions)} { ${name}${parenthesised(values)} ${textOf(selection)} }`;
}

interface Scope {
  readonly schema: GraphQLSchema;
  readonly withoutLists: boolean;
  /** Names of the object types that are selected whole; again, they are selected by their leaves alone. */
  readonly whole: Set<string>;
  /** Selections that are still to be filled: by level, so that a type is whole where it is nearest to the root. */
  readonly waiting: (() => void)[];
}

/** Text with selections in it that are filled later. */
type Selection = (string | Selection)[];

const textOf = (selection: Selection): string =>
  selection.map((part) => (typeof part === 'string' ? part : textOf(part))).join(' ');

function selectionOf(scope: Scope, output: GraphQLOutputType): Selection {
  const type = getNamedType(output);
  const selection: Selection = [];
  if (isAbstractType(type)) scope.waiting.push(() => void selection.push(...memberSelections(scope, type)));
  else if (isObjectType(type)) {
    scope.waiting.push(() => void selection.push(...objectSelection(scope, type, new Set())));
  }
  return selection;
}

function memberSelections(scope: Scope, type: GraphQLAbstractType): Selection {
  const members = scope.schema.getPossibleTypes(type);
  const fields = members.flatMap((member) => Object.values(member.getFields()));
  const isTwofold = (field: Field): boolean =>
    fields.some(({ name, type: other }) => name === field.name && String(other) !== String(field.type));
  const twofold = new Set(fields.filter(isTwofold).map(({ name }) => name));
  const fragments = members.map((member) => [
    `... on ${member.name}`,
    ...objectSelection(scope, member, twofold),
  ]);
  return ['{ __typename', ...fragments, '}'];
}

/** Selects the fields of an object. Those that fragments on other types select with another type get an alias. */
function objectSelection(scope: Scope, type: GraphQLObjectType, twofold: ReadonlySet<string>): Selection {
  const isWhole = !scope.whole.has(type.name);
  scope.whole.add(type.name);
  const fields = Object.values(type.getFields())
    .filter((field) => isWhole || isLeafType(getNamedType(field.type)))
    .filter((field) => !(scope.withoutLists && hasList(field.type)) && !isRepeated(field))
    .filter((field) => !CHANGING.includes(`${type.name}.${field.name}`))
    .map((field) => [
      twofold.has(field.name) ? `${type.name}${ALIAS}${field.name}: ${callOf(field)}` : callOf(field),
      REPEATING.includes(`${type.name}.${field.name}`)
        ? leavesOf(getNamedType(field.type))
        : selectionOf(scope, field.type),
    ]);
  return ['{ __typename', ...fields, '}'];
}

/** Selects the leaves of an object. */
function leavesOf(type: GraphQLNamedOutputType): Selection {
  const fields = isObjectType(type) ? Object.values(type.getFields()) : [];
  return [
    '{ __typename',
    ...fields.filter(({ type: leaf }) => isLeafType(getNamedType(leaf))).map(callOf),
    '}',
  ];
}

/** The edges of a connection repeat its nodes. */
const isRepeated = (field: Field): boolean => getNamedType(field.type).name.endsWith('Edge');

/** A field with the arguments that have no default. */
function callOf(field: Field): string {
  const given = field.args.filter(isRequiredArgument).map(({ name, type }) => {
    const value = VALUES[getNamedType(type).name] ?? VALUES_BY_NAME[name];
    if (value === undefined) throw new Error(`add a value of ${String(type)} for the argument ${name}`);
    return `${name}: ${value}`;
  });
  return given.length > 0 ? `${field.name}(${given.join(', ')})` : field.name;
}

/** The field of a response key. */
export const fieldOf = (key: string): string =>
  key.startsWith('__') ? key : (key.split(ALIAS).at(-1) ?? key);

function hasList(type: GraphQLOutputType): boolean {
  if (isNonNullType(type)) return hasList(type.ofType as GraphQLOutputType);
  return isListType(type) || getNamedType(type).name.endsWith('Connection');
}
