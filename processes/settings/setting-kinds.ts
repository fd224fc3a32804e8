import { z } from 'zod';
import type { Brokerage, OtherCosts } from '#domain/costs/brokerage.ts';
import type { DebitCharge } from '#domain/costs/debit-charge.ts';
import { RATE_UNIT } from '#domain/costs/cost-table.ts';
import { decimalToInteger, parseDecimal } from '#domain/money/decimal.ts';
import { isNetwork } from '#platform/http/client-address.ts';
import { hasEncodedLogin, parseServerUrl } from '#platform/security/server-url.ts';

/** Kind of a setting's values: validation, and the description for messages and docs/SETTINGS.md. */
interface Kind<T> {
  readonly allowed: string;
  readonly schema: z.ZodType<T, string>;
}

/** A setting with a default. */
export const setting = <T>(meaning: string, kind: Kind<T>, fallback: string) => ({
  meaning,
  ...kind,
  fallback,
  secret: false,
});

/** A setting without a default: null when it is not set. */
export const optional = <T>(
  meaning: string,
  kind: Kind<T>,
  options: { readonly secret?: boolean } = {},
): Omit<Kind<T>, 'schema'> & {
  readonly meaning: string;
  readonly fallback: null;
  readonly secret: boolean;
  readonly schema: z.ZodType<T | null, string>;
} => ({ meaning, ...kind, fallback: null, secret: options.secret ?? false });

/** Kinds of values. */
export const kinds = {
  text: { allowed: 'any text', schema: z.string().min(1) },
  integer: (low: number, high: number) => ({
    allowed: `a whole number from ${low} to ${high}`,
    schema: z
      .string()
      .regex(/^\d{1,15}$/)
      .transform(Number)
      .refine((value) => value >= low && value <= high),
  }),
  number: (low: number, high: number) => ({
    allowed: `a number from ${low} to ${high}`,
    schema: z
      .string()
      .regex(/^\d{1,9}(\.\d{1,6})?$/)
      .transform(Number)
      .refine((value) => value >= low && value <= high),
  }),
  /** In milliseconds since 1970. */
  instant: {
    allowed: 'an instant in the years 2000 to 2100, such as 2026-03-16T16:50:00-03:00',
    schema: z.iso
      .datetime({ offset: true })
      .transform((text) => Date.parse(text))
      .refine((instantMs) => instantMs >= Date.UTC(2000, 0, 3) && instantMs < Date.UTC(2100, 11, 1)),
  },
  oneOf: <const Words extends readonly [string, ...string[]]>(...words: Words) => ({
    allowed: words.join(', '),
    schema: z.enum(words) as unknown as z.ZodType<Words[number], string>,
  }),
  /**
   * The URL of a server, with or without a login.
   *
   * @param protocols without the colon
   */
  url: (...protocols: readonly string[]) => ({
    allowed: `a URL that begins with ${protocols.map((protocol) => `${protocol}://`).join(' or ')}, with special characters of user and password percent-encoded (% as %25)`,
    schema: z.string().refine((text) => protocols.includes(protocolOf(text)) && hasEncodedLogin(text)),
  }),
  /** Addresses separated by commas. */
  addresses: {
    allowed: 'HOST:PORT, several separated by commas',
    schema: z
      .string()
      .regex(/^[^\s,:@]+:\d{1,5}(,[^\s,:@]+:\d{1,5})*$/)
      .transform((text): readonly string[] => text.split(',')),
  },
  /** Names of hosts separated by commas. */
  names: {
    allowed: 'names of hosts without a port, several separated by commas',
    schema: z
      .string()
      .regex(/^[\w.-]+(,[\w.-]+)*$/)
      .transform((text): readonly string[] => text.split(',')),
  },
  /** Addresses and ranges of addresses separated by commas. */
  networks: {
    allowed: 'addresses and ranges such as 10.0.0.0/8, several separated by commas',
    schema: z
      .string()
      .transform((text): readonly string[] => text.split(',').map((entry) => entry.trim()))
      .refine((entries) => entries.every(isNetwork)),
  },
  /** An amount in reais or a percentage. */
  brokerage: {
    allowed: 'an amount in reais up to 1000 such as 4.90, or a percentage up to 5 such as 0.25%; 0 for none',
    schema: z
      .string()
      .transform(readBrokerage)
      .refine((value): value is Brokerage => value !== null),
  },
  otherCosts: {
    allowed:
      'an amount in reais up to 1000 such as 2.90, or a percentage of the brokerage up to 100 such as 5.9%; 0 for none',
    schema: z
      .string()
      .transform(readOtherCosts)
      .refine((value): value is OtherCosts | 'NONE' => value !== null)
      .transform((value) => (value === 'NONE' ? null : value)),
  },
  debitCharge: {
    allowed: 'none, brokers, or a percentage a day up to 5 such as 0.3%',
    schema: z
      .string()
      .transform(readDebitCharge)
      .refine((value): value is DebitCharge => value !== null),
  },
  /** At least 32 bytes. */
  key: {
    allowed: 'base64url text of at least 32 bytes',
    schema: z
      .string()
      .regex(/^[A-Za-z0-9_-]{43,}$/)
      .transform((text): Uint8Array => Buffer.from(text, 'base64url')),
  },
} as const;

/** Highest brokerage: R$ 1,000.00 for an order, or 5 % of its amount. */
const MAX_FIXED_CENTAVOS = 100_000;
const MAX_RATE = RATE_UNIT / 20;
/** Digits after the point that a percentage adds to those of its rate in hundred-millionths. */
const PERCENT_PLACES = 6;

interface Price {
  readonly isRate: boolean;
  /** Hundred-millionths of a rate, or centavos. */
  readonly value: number;
}

/** Reads an amount in reais or a percentage; null for any other text. */
function readPrice(text: string, maxRate: number): Price | null {
  const isRate = text.endsWith('%');
  const decimal = parseDecimal(isRate ? text.slice(0, -1) : text);
  const value = decimal && decimalToInteger(decimal, isRate ? PERCENT_PLACES : 2);
  if (value === null || value < 0 || value > (isRate ? maxRate : MAX_FIXED_CENTAVOS)) return null;
  return { isRate, value };
}

/** Reads a brokerage; null for any other text. */
function readBrokerage(text: string): Brokerage | null {
  const price = readPrice(text, MAX_RATE);
  if (price === null) return null;
  const { isRate, value } = price;
  if (value === 0) return { type: 'NONE' };
  return isRate ? { type: 'RATE', rate: value } : { type: 'FIXED', centavos: value };
}

/** Reads other costs of a note; null for any other text. */
function readOtherCosts(text: string): OtherCosts | 'NONE' | null {
  const price = readPrice(text, RATE_UNIT);
  if (price === null) return null;
  const { isRate, value } = price;
  if (value === 0) return 'NONE';
  return isRate ? { type: 'OF_BROKERAGE', rate: value } : { type: 'NOTE', centavos: value };
}

/** Reads the charge of debit balances; null for any other text. */
function readDebitCharge(text: string): DebitCharge | null {
  if (text === 'none') return { type: 'NONE' };
  if (text === 'brokers') return { type: 'BROKERS' };
  const price = readPrice(text, MAX_RATE);
  if (!price?.isRate) return null;
  return price.value === 0 ? { type: 'NONE' } : { type: 'RATE', rate: price.value };
}

/** The broker's own prices from their settings. */
export const ownPrices = (settings: {
  readonly BROKERAGE: Brokerage;
  readonly OTHER_COSTS: OtherCosts | null;
  readonly DEBIT_CHARGE: DebitCharge;
}): { readonly brokerage: Brokerage; readonly debitCharge: DebitCharge } => ({
  brokerage:
    settings.OTHER_COSTS === null
      ? settings.BROKERAGE
      : { ...settings.BROKERAGE, other: settings.OTHER_COSTS },
  debitCharge: settings.DEBIT_CHARGE,
});

function protocolOf(text: string): string {
  return parseServerUrl(text)?.protocol.slice(0, -1) ?? '';
}
