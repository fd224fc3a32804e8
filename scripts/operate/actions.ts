import { z } from 'zod';
import type { EngineRpc } from '#contracts/calls/engine.ts';
import { shardOf } from '#contracts/sharding.ts';
import { parseDecimal, decimalToInteger } from '#domain/money/decimal.ts';
import { ASSET_STATUSES } from '#domain/market/instrument.ts';
import { CommandLineError } from '#platform/process/command-line.ts';
import { StartError } from '#platform/process/start-error.ts';
import type { OperatorCalls } from './operator-calls.ts';
import { changeJournal } from './journal.ts';
import { changeQuarantine } from './quarantine.ts';
import { CORPORATE_ACTION_OPERANDS, declareCorporateAction } from './corporate-action.ts';

/** An operator's action. */
export interface Action {
  /** Operands as shown by `--help`. */
  readonly operands: string;
  readonly purpose: string;
  /** Operands that it needs at least: fewer are refused before a broker is looked for. Absent: the action checks them. */
  readonly minOperands?: number;
  /** Whether the action has a length (`--seconds`). */
  readonly takesSeconds: boolean;
  /**
   * Runs the action and returns a line that describes its effect. Throws CommandLineError for invalid operands, and
   * StartError with the reason when the action had no effect.
   */
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
    takesSeconds: true,
    run: async (calls, operands, { seconds }) => {
      const ticker = await tickerOrAll(calls, operands);
      const endsAtMs = seconds === undefined ? undefined : (await calls.marketNowMs()) + seconds * 1000;
      const call = { ticker, ...(endsAtMs !== undefined && { endsAtMs }) };
      await Promise.all(enginesOf(calls, ticker).map((engine) => engine.halt(call)));
      const open = (await phasesOf(calls, ticker)).find(({ phase }) => phase !== 'HALTED');
      if (open) throw new StartError(`${open.ticker} was not halted: it is ${open.phase}.`);
      const until = seconds === undefined ? 'until it is resumed' : `for ${seconds} s`;
      return `halted ${ticker ?? 'the market'} ${until}`;
    },
  },
  resume: {
    operands: 'TICKER|ALL',
    purpose: 'ends a halt; in continuous trading a resumption call comes first',
    takesSeconds: false,
    run: async (calls, operands) => {
      const ticker = await tickerOrAll(calls, operands);
      return ticker === null ? resumeMarket(calls) : resumeTicker(calls, ticker);
    },
  },
  auction: {
    operands: 'TICKER',
    purpose: 'starts an auction of a ticker in continuous trading, with a call of --seconds',
    takesSeconds: true,
    run: async (calls, operands, { seconds }) => {
      const ticker = await tickerOf(calls, operands);
      const [before] = await phasesOf(calls, ticker);
      if (before?.phase !== 'CONTINUOUS')
        throw new StartError(`${ticker} is ${before?.phase}: an auction starts in CONTINUOUS alone.`);
      const call = { ticker, ...(seconds !== undefined && { durationMs: seconds * 1000 }) };
      await Promise.all(enginesOf(calls, ticker).map((engine) => engine.startAuction(call)));
      const [after] = await phasesOf(calls, ticker);
      if (after?.phase !== 'AUCTION')
        throw new StartError(`The auction of ${ticker} did not start: it is ${after?.phase}.`);
      return `started an auction of ${ticker}`;
    },
  },
  index: {
    operands: 'VALUE PREVIOUS_CLOSE',
    purpose: 'publishes the index value to the circuit breaker, in points such as 128394.51',
    takesSeconds: false,
    run: publishIndex,
  },
  status: {
    operands: `TICKER ${ASSET_STATUSES.join('|')}`,
    purpose: 'suspends, delists or readmits an instrument at the broker',
    takesSeconds: false,
    run: async (calls, operands) => {
      const ticker = await tickerOf(calls, operands.slice(0, 1));
      const status = z.enum(ASSET_STATUSES).safeParse(operands[1]);
      if (!status.success || operands.length > 2)
        throw new CommandLineError(`status takes TICKER ${ASSET_STATUSES.join('|')}.`);
      const changed = await calls.assets.setStatus({ ticker, status: status.data });
      return `${ticker} is ${changed?.status ?? 'not listed any more'}`;
    },
  },
  'corporate-action': {
    operands: CORPORATE_ACTION_OPERANDS,
    minOperands: 4,
    purpose: 'declares a corporate action, or (FRACTIONS ID PAYS_ON PRICE) the sale of its fractions',
    takesSeconds: false,
    run: declareCorporateAction,
  },
  quarantine: {
    operands: 'list|release [ACCOUNT]',
    minOperands: 1,
    purpose: 'lists the accounts that the wallet cannot book, or books what one misses and releases it',
    takesSeconds: false,
    run: changeQuarantine,
  },
  journal: {
    operands: 'adopt SHARD',
    minOperands: 2,
    purpose: 'ends the open orders of a shard whose journal was lost, and goes on with the present one',
    takesSeconds: false,
    run: changeJournal,
  },
  'signing-key': {
    operands: 'rotate|remove-old',
    purpose: 'signs tokens with a new key, or removes all older keys and so ends their tokens',
    takesSeconds: false,
    run: changeSigningKeys,
  },
};

async function resumeTicker(calls: OperatorCalls, ticker: string): Promise<string> {
  const [before] = await phasesOf(calls, ticker);
  if (before?.phase !== 'HALTED') throw new StartError(`${ticker} is not halted: it is ${before?.phase}.`);
  if (before.isOfMarket) throw new StartError(`${ticker} is halted with the market: use "resume ALL".`);
  await Promise.all(enginesOf(calls, ticker).map((engine) => engine.resume({ ticker })));
  const [after] = await phasesOf(calls, ticker);
  if (after?.phase !== 'HALTED') return `resumed ${ticker}`;
  throw new StartError(
    after.isOfMarket
      ? `The halt of ${ticker} ended, but the market is halted: use "resume ALL".`
      : `${ticker} is halted because it is suspended: use "status ${ticker} ACTIVE".`,
  );
}

async function resumeMarket(calls: OperatorCalls): Promise<string> {
  const isHalted = (await phasesOf(calls, null)).some(({ isOfMarket }) => isOfMarket);
  if (!isHalted) throw new StartError('The market is not halted. A halt of one ticker ends by its name.');
  await Promise.all(calls.engines.map((engine) => engine.resume({ ticker: null })));
  return 'resumed the market';
}

async function changeSigningKeys(calls: OperatorCalls, operands: readonly string[]): Promise<string> {
  const step = z.enum(['rotate', 'remove-old']).safeParse(operands[0]);
  if (!step.success || operands.length > 1)
    throw new CommandLineError('signing-key takes rotate or remove-old.');
  if (step.data === 'rotate') {
    const { keyId } = await calls.identity.rotateSigningKey({});
    return `tokens are signed with ${keyId}, older keys go on verifying`;
  }
  const { keyIds } = await calls.identity.removeOldSigningKeys({});
  if (keyIds.length === 0) throw new StartError('There is one signing key only: rotate it first.');
  return `removed ${keyIds.join(', ')}: within a minute every gateway refuses the tokens that they have signed`;
}

async function publishIndex(calls: OperatorCalls, operands: readonly string[]): Promise<string> {
  const value = hundredths(operands[0], 'VALUE');
  const previousClose = hundredths(operands[1], 'PREVIOUS_CLOSE');
  if (operands.length > 2) throw new CommandLineError(`index does not take '${operands[2] ?? ''}'.`);
  if (previousClose === 0) throw new CommandLineError('PREVIOUS_CLOSE must be above 0.');
  const before = await phasesOf(calls, null);
  if (before.some(({ isOfMarket }) => isOfMarket))
    throw new StartError('The market is halted: the circuit breaker takes no index value.');
  if (!before.some(({ phase }) => phase === 'CONTINUOUS'))
    throw new StartError(
      'The market is not in continuous trading: the circuit breaker takes no index value.',
    );
  await Promise.all(calls.engines.map((engine) => engine.publishIndexValue({ value, previousClose })));
  const change = (((value - previousClose) / previousClose) * 100).toFixed(2);
  const isHalted = (await phasesOf(calls, null)).some(({ isOfMarket }) => isOfMarket);
  const effect = isHalted ? 'the market is halted' : 'no level of the circuit breaker is reached';
  return `published the index value ${operands[0] ?? ''}, ${change} % from its previous close: ${effect}`;
}

/** The engine of a ticker; all engines for the whole market. */
const enginesOf = ({ engines }: OperatorCalls, ticker: string | null): readonly EngineRpc[] =>
  ticker === null ? engines : engines.slice(shardOf(ticker, engines.length)).slice(0, 1);

/** Phase of a ticker, or (null) of all tickers. Throws StartError when the exchange has no such ticker. */
async function phasesOf(
  calls: OperatorCalls,
  ticker: string | null,
): Promise<Awaited<ReturnType<EngineRpc['phases']>>> {
  const phases = await Promise.all(enginesOf(calls, ticker).map((engine) => engine.phases({ ticker })));
  if (phases.flat().length > 0) return phases.flat();
  throw new StartError(`The exchange does not list ${ticker ?? 'any ticker'} now: try again in a moment.`);
}

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
  throw new CommandLineError(
    `${name} must be points with at most 13 digits and two decimals, not '${text ?? ''}'.`,
  );
}
