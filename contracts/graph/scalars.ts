import { GraphQLError, GraphQLScalarType, Kind, type ValueNode } from 'graphql';
import { isDay } from '#domain/calendar/days.ts';
import { parseDecimal } from '#domain/money/decimal.ts';

/** A value that a scalar does not take. It is the request's fault, so it carries BAD_USER_INPUT. */
const invalid = (message: string): GraphQLError =>
  new GraphQLError(message, { extensions: { code: 'BAD_USER_INPUT' } });

/** A scalar whose values are strings of one form, checked on the way in. */
function stringScalar(
  name: string,
  isValid: (text: string) => boolean,
  form: string,
): GraphQLScalarType<string, string> {
  const malformed = (value: unknown): GraphQLError => invalid(`${name} must be ${form}, not ${show(value)}.`);
  const take = (value: unknown): string => {
    if (typeof value === 'string' && isValid(value)) return value;
    throw malformed(value);
  };
  return new GraphQLScalarType({
    name,
    serialize: String,
    parseValue: take,
    parseLiteral: (node) => {
      if (node.kind === Kind.STRING) return take(node.value);
      throw malformed(literalOf(node));
    },
  });
}

const show = (value: unknown): string => {
  const text = JSON.stringify(value) ?? 'nothing';
  return text.length > 60 ? `${text.slice(0, 57)}...` : text;
};

/** What a literal of another kind is shown as; `Number` of an integer, the text of the rest. */
const literalOf = (node: ValueNode): unknown => {
  if (node.kind === Kind.INT) return Number(node.value);
  return 'value' in node ? node.value : null;
};

/** `Date.parse` alone takes days that are not in the calendar: 2026-02-30 would be read as 2026-03-02. */
const isInstant = (text: string): boolean =>
  /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(\.\d{1,9})?(Z|[+-]\d{2}:\d{2})$/.test(text) &&
  isDay(text.slice(0, 10)) &&
  !Number.isNaN(Date.parse(text));

/** Without control characters, which no database keeps in a text and no name of ours has. */
const isPrintable =
  (maxLength: number) =>
  (text: string): boolean =>
    text.length <= maxLength && !/\p{Cc}/u.test(text);

const takeDecimal = (value: unknown): string => {
  if (typeof value === 'number' && Number.isSafeInteger(value)) return String(value);
  if (typeof value === 'string' && parseDecimal(value)) return value;
  throw notDecimal(value);
};

const notDecimal = (value: unknown): GraphQLError =>
  invalid(`Decimal must be a string like "28.90" or an integer, not ${show(value)}.`);

const takeLong = (value: unknown): number => {
  if (typeof value === 'number' && Number.isSafeInteger(value)) return value;
  throw invalid(`Long must be a whole number up to 9007199254740991, not ${show(value)}.`);
};

/** Resolvers of the scalars of `common.graphql`, for every subgraph and the gateway. */
export const scalarResolvers = {
  Decimal: new GraphQLScalarType<string, string>({
    name: 'Decimal',
    serialize: String,
    parseValue: takeDecimal,
    parseLiteral: (node) => {
      if (node.kind === Kind.STRING || node.kind === Kind.INT) return takeDecimal(literalOf(node));
      throw notDecimal(literalOf(node));
    },
  }),
  DateTime: stringScalar('DateTime', isInstant, 'an instant like "2026-03-16T13:00:00.000Z"'),
  Date: stringScalar('Date', isDay, 'a day like "2026-03-16"'),
  Ticker: stringScalar('Ticker', isPrintable(256), 'a string like "PETR4"'),
  Cursor: stringScalar('Cursor', isPrintable(512), 'a cursor that this graph gave'),
  Long: new GraphQLScalarType<number, number>({
    name: 'Long',
    serialize: Number,
    parseValue: takeLong,
    parseLiteral: (node) => takeLong(node.kind === Kind.INT ? Number(node.value) : null),
  }),
} as const;
