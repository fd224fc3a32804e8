import { GraphQLError, GraphQLScalarType, Kind, print, type ValueNode } from 'graphql';
import { isDay } from '#domain/calendar/days.ts';
import { parseDecimal } from '#domain/money/decimal.ts';
import { fieldOfLiteral } from './literal-field.ts';

/** Error for a value that a scalar does not accept: BAD_USER_INPUT, as the request is at fault. */
const invalid = (message: string, literal?: ValueNode): GraphQLError =>
  new GraphQLError(message, { nodes: literal ?? null, extensions: { code: 'BAD_USER_INPUT' } });

/** Error for a literal of the document. It has the literal's location, and names the field when the location is known. */
function invalidLiteral(name: string, form: string, literal: ValueNode): GraphQLError {
  const field = fieldOfLiteral(literal);
  const subject = field === null ? name : `"${field}", a ${name},`;
  return invalid(`${subject} must be ${form}, not ${shortened(textOf(literal))}.`, literal);
}

/** The literal as the document has it. */
const textOf = (literal: ValueNode): string =>
  literal.loc?.source.body.slice(literal.loc.start, literal.loc.end) ?? print(literal);

/** Creates a scalar of strings in one format, validated on input. */
function stringScalar(
  name: string,
  isValid: (text: string) => boolean,
  form: string,
): GraphQLScalarType<string, string> {
  return new GraphQLScalarType({
    name,
    serialize: String,
    parseValue: (value) => {
      if (typeof value === 'string' && isValid(value)) return value;
      throw invalid(`${name} must be ${form}, not ${show(value)}.`);
    },
    parseLiteral: (node) => {
      if (node.kind === Kind.STRING && isValid(node.value)) return node.value;
      throw invalidLiteral(name, form, node);
    },
  });
}

const shortened = (text: string): string => (text.length > 60 ? `${text.slice(0, 57)}...` : text);

const show = (value: unknown): string => shortened(JSON.stringify(value) ?? 'nothing');

/** `Date.parse` alone accepts days outside the calendar: it reads 2026-02-30 as 2026-03-02. */
const isInstant = (text: string): boolean =>
  /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(\.\d{1,9})?(Z|[+-]\d{2}:\d{2})$/.test(text) &&
  isDay(text.slice(0, 10)) &&
  !Number.isNaN(Date.parse(text));

/** Compiled once: the build makes a constructor's call of it, which would run for each value. */
const CONTROL_CHARACTER = /\p{Cc}/u;

/** Control characters are invalid in PostgreSQL text and in every name of the graph. */
const isPrintable =
  (maxLength: number) =>
  (text: string): boolean =>
    text.length <= maxLength && !CONTROL_CHARACTER.test(text);

const isWhole = (value: unknown): value is number => typeof value === 'number' && Number.isSafeInteger(value);

const DECIMAL_FORM = 'a string like "28.90" or an integer';
const LONG_FORM = 'a whole number up to 9007199254740991';

const decimal = new GraphQLScalarType<string, string>({
  name: 'Decimal',
  serialize: String,
  parseValue: (value) => {
    if (isWhole(value)) return String(value);
    if (typeof value === 'string' && parseDecimal(value)) return value;
    throw invalid(`Decimal must be ${DECIMAL_FORM}, not ${show(value)}.`);
  },
  parseLiteral: (node) => {
    if (node.kind === Kind.INT && isWhole(Number(node.value))) return String(Number(node.value));
    if (node.kind === Kind.STRING && parseDecimal(node.value)) return node.value;
    throw invalidLiteral('Decimal', DECIMAL_FORM, node);
  },
});

const long = new GraphQLScalarType<number, number>({
  name: 'Long',
  serialize: Number,
  parseValue: (value) => {
    if (isWhole(value)) return value;
    throw invalid(`Long must be ${LONG_FORM}, not ${show(value)}.`);
  },
  parseLiteral: (node) => {
    if (node.kind === Kind.INT && isWhole(Number(node.value))) return Number(node.value);
    throw invalidLiteral('Long', LONG_FORM, node);
  },
});

/** Resolvers of the scalars of `common.graphql`, for every subgraph and the gateway. */
export const scalarResolvers = {
  Decimal: decimal,
  DateTime: stringScalar('DateTime', isInstant, 'an instant like "2026-03-16T13:00:00.000Z"'),
  Date: stringScalar('Date', isDay, 'a day like "2026-03-16"'),
  Ticker: stringScalar('Ticker', isPrintable(256), 'a string like "PETR4"'),
  Cursor: stringScalar('Cursor', isPrintable(512), 'a cursor returned by this graph'),
  Long: long,
} as const;
