import { GraphQLError, GraphQLScalarType, Kind, type ValueNode } from 'graphql';
import { isDay } from '#domain/calendar/days.ts';
import { parseDecimal } from '#domain/money/decimal.ts';

/** Error for a value that a scalar does not accept: BAD_USER_INPUT, as the request is at fault. */
const invalid = (message: string): GraphQLError =>
  new GraphQLError(message, { extensions: { code: 'BAD_USER_INPUT' } });

/** Creates a scalar of strings in one format, validated on input. */
function stringScalar(
  name: string,
  isValid: (text: string) => boolean,
  form: string,
): GraphQLScalarType<string, string> {
  const malformed = (value: unknown): GraphQLError => invalid(`${name} must be ${form}, not ${show(value)}.`);
  const accept = (value: unknown): string => {
    if (typeof value === 'string' && isValid(value)) return value;
    throw malformed(value);
  };
  return new GraphQLScalarType({
    name,
    serialize: String,
    parseValue: accept,
    parseLiteral: (node) => {
      if (node.kind === Kind.STRING) return accept(node.value);
      throw malformed(literalOf(node));
    },
  });
}

const show = (value: unknown): string => {
  const text = JSON.stringify(value) ?? 'nothing';
  return text.length > 60 ? `${text.slice(0, 57)}...` : text;
};

/** Value of a literal for the error message: a number for an integer, the text of any other. */
const literalOf = (node: ValueNode): unknown => {
  if (node.kind === Kind.INT) return Number(node.value);
  return 'value' in node ? node.value : null;
};

/** `Date.parse` alone accepts days outside the calendar: it reads 2026-02-30 as 2026-03-02. */
const isInstant = (text: string): boolean =>
  /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(\.\d{1,9})?(Z|[+-]\d{2}:\d{2})$/.test(text) &&
  isDay(text.slice(0, 10)) &&
  !Number.isNaN(Date.parse(text));

/** Control characters are invalid in PostgreSQL text and in every name of the graph. */
const isPrintable =
  (maxLength: number) =>
  (text: string): boolean =>
    text.length <= maxLength && !/\p{Cc}/u.test(text);

const parseDecimalInput = (value: unknown): string => {
  if (typeof value === 'number' && Number.isSafeInteger(value)) return String(value);
  if (typeof value === 'string' && parseDecimal(value)) return value;
  throw notDecimal(value);
};

const notDecimal = (value: unknown): GraphQLError =>
  invalid(`Decimal must be a string like "28.90" or an integer, not ${show(value)}.`);

const parseLong = (value: unknown): number => {
  if (typeof value === 'number' && Number.isSafeInteger(value)) return value;
  throw invalid(`Long must be a whole number up to 9007199254740991, not ${show(value)}.`);
};

/** Resolvers of the scalars of `common.graphql`, for every subgraph and the gateway. */
export const scalarResolvers = {
  Decimal: new GraphQLScalarType<string, string>({
    name: 'Decimal',
    serialize: String,
    parseValue: parseDecimalInput,
    parseLiteral: (node) => {
      if (node.kind === Kind.STRING || node.kind === Kind.INT) return parseDecimalInput(literalOf(node));
      throw notDecimal(literalOf(node));
    },
  }),
  DateTime: stringScalar('DateTime', isInstant, 'an instant like "2026-03-16T13:00:00.000Z"'),
  Date: stringScalar('Date', isDay, 'a day like "2026-03-16"'),
  Ticker: stringScalar('Ticker', isPrintable(256), 'a string like "PETR4"'),
  Cursor: stringScalar('Cursor', isPrintable(512), 'a cursor returned by this graph'),
  Long: new GraphQLScalarType<number, number>({
    name: 'Long',
    serialize: Number,
    parseValue: parseLong,
    parseLiteral: (node) => parseLong(node.kind === Kind.INT ? Number(node.value) : null),
  }),
} as const;
