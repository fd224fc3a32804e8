import { z } from 'zod';
import type { AssetsOperatorRpc } from '#contracts/calls/assets.ts';
import type { EngineRpc } from '#contracts/calls/engine.ts';
import { shardOf } from '#contracts/sharding.ts';
import { parseDecimal, decimalToInteger } from '#domain/money/decimal.ts';
import { ASSET_STATUSES } from '#domain/market/instrument.ts';
import { CommandLineError } from '#platform/process/command-line.ts';

/** The calls that actions make: assets, and the leader of each engine shard. */
export interface OperatorCalls {
  readonly assets: AssetsOperatorRpc;
  readonly engines: readonly EngineRpc[];
  /** Whether assets has an instrument of this ticker. */
  isListed(ticker: string): Promise<boolean>;
  /** Current time of the market's clock. */
  marketNowMs(): Promise<number>;
}

/** An operator's action. */
export interface Action {
  /** Operands as shown by `--help`. */
  readonly operands: string;
  readonly purpose: string;
  /** Runs the action and returns a line that describes the result. Throws CommandLineError for invalid operands. */
  run(calls: OperatorCalls, operands: readonly string[], options: ActionOptions): Promise<string>;
}

export interface ActionOptions {
  /** Length of a halt or call in seconds; undefined: as the exchange's rules define. */
  readonly seconds: number | undefined;
}

const ALL = 'ALL';
const tickerSchema = z.string().regex(/^[A-Z0-9]{4,12}$/);

export const ACTIONS: Readonly<Record<string, Action>> = {
  halt: {
    operands: 'TICKER|ALL',
    purpose: 'halts a ticker or the whole market, for --seconds or until it is resumed',
    run: async (calls, operands, { seconds }) => {
      const ticker = await tickerOrAll(calls, operands);
      const endsAtMs = seconds === undefined ? undefined : (await calls.marketNowMs()) + seconds * 1000;
      const call = { ticker, ...(endsAtMs !== undefined && { endsAtMs }) };
      await Promise.all(enginesOf(calls, ticker).map((engine) => engine.halt(call)));
      const until = seconds === undefined ? 'until it is resumed' : `for ${seconds} s`;
      return `halted ${ticker ?? 'the market'} ${until}`;
    },
  },
  resume: {
    operands: 'TICKER|ALL',
    purpose: 'ends a halt; in continuous trading a resumption call comes first',
    run: async (calls, operands) => {
      const ticker = await tickerOrAll(calls, operands);
      await Promise.all(enginesOf(calls, ticker).map((engine) => engine.resume({ ticker })));
      return `resumed ${ticker ?? 'the market'}`;
    },
  },
  auction: {
    operands: 'TICKER',
    purpose: 'starts an auction of a ticker in continuous trading, with a call of --seconds',
    run: async (calls, operands, { seconds }) => {
      const ticker = await tickerOf(calls, operands);
      const call = { ticker, ...(seconds !== undefined && { durationMs: seconds * 1000 }) };
      await Promise.all(enginesOf(calls, ticker).map((engine) => engine.startAuction(call)));
      return `started an auction of ${ticker}`;
    },
  },
  index: {
    operands: 'VALUE PREVIOUS_CLOSE',
    purpose: 'publishes the index value to the circuit breaker, in points such as 128394.51',
    run: async (calls, operands) => {
      const [value, previousClose] = [
        hundredths(operands[0], 'VALUE'),
        hundredths(operands[1], 'PREVIOUS_CLOSE'),
      ];
      if (operands.length > 2) throw new CommandLineError(`index does not take '${operands[2] ?? ''}'.`);
      if (previousClose === 0) throw new CommandLineError('PREVIOUS_CLOSE must be above 0.');
      await Promise.all(calls.engines.map((engine) => engine.publishIndexValue({ value, previousClose })));
      const change = ((value - previousClose) / previousClose) * 100;
      return `published the index value ${operands[0] ?? ''}, ${change.toFixed(2)} % from its previous close`;
    },
  },
  status: {
    operands: `TICKER ${ASSET_STATUSES.join('|')}`,
    purpose: 'suspends, delists or readmits an instrument at the broker',
    run: async (calls, operands) => {
      const ticker = await tickerOf(calls, operands.slice(0, 1));
      const status = z.enum(ASSET_STATUSES).safeParse(operands[1]);
      if (!status.success || operands.length > 2)
        throw new CommandLineError(`status takes TICKER ${ASSET_STATUSES.join('|')}.`);
      const changed = await calls.assets.setStatus({ ticker, status: status.data });
      return `${ticker} is ${changed?.status ?? 'not listed any more'}`;
    },
  },
};

/** The engine of a ticker; all engines for the whole market. */
const enginesOf = ({ engines }: OperatorCalls, ticker: string | null): readonly EngineRpc[] =>
  ticker === null ? engines : engines.slice(shardOf(ticker, engines.length)).slice(0, 1);

async function tickerOrAll(calls: OperatorCalls, operands: readonly string[]): Promise<string | null> {
  return operands.length === 1 && operands[0] === ALL ? null : tickerOf(calls, operands);
}

async function tickerOf(calls: OperatorCalls, operands: readonly string[]): Promise<string> {
  if (operands[0] === undefined) throw new CommandLineError('A TICKER is missing.');
  const ticker = tickerSchema.safeParse(operands[0]);
  if (!ticker.success || operands.length > 1)
    throw new CommandLineError(`'${operands.join(' ')}' is not one ticker.`);
  if (await calls.isListed(ticker.data)) return ticker.data;
  throw new CommandLineError(`No instrument has the ticker ${ticker.data}.`);
}

function hundredths(text: string | undefined, name: string): number {
  const decimal = text === undefined ? null : parseDecimal(text);
  const value = decimal && decimalToInteger(decimal, 2);
  if (value !== null && value >= 0) return value;
  throw new CommandLineError(`${name} must be points with at most two decimals, not '${text ?? ''}'.`);
}
