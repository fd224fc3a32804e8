import type { CancelOrder, NewOrder, ReplaceOrder } from '#contracts/messages/engine-commands.ts';
import { UnreadableBytes, type ByteReader } from '#platform/disk-log/byte-reader.ts';
import type { ByteWriter } from '#platform/disk-log/byte-writer.ts';
import { exchangeCommandSchema, type ExchangeCommand } from '../exchange/commands.ts';

/**
 * Binary layout of a command of the exchange. An encoded command begins with the code of its layout. Frequent commands
 * have their own layout; any other is code 0 and its JSON. After the first release neither a layout nor the lists below
 * change: a command with a new field gets a new code.
 */
interface Layout<C extends ExchangeCommand> {
  readonly code: number;
  readonly write: (to: ByteWriter, command: C) => void;
  readonly read: (from: ByteReader) => C;
}

const JSON_CODE = 0;

const ORDER_TYPES = ['LIMIT', 'MARKET', 'STOP', 'STOP_LIMIT'] as const;
const TIMES_IN_FORCE = ['DAY', 'GTC', 'GTD', 'IOC', 'FOK', 'AUCTION', 'AT_CLOSE'] as const;
const PREVENTIONS = ['CANCEL_AGGRESSOR', 'CANCEL_RESTING', 'CANCEL_BOTH'] as const;

/** Columns of texts that often equal those of the previous command. */
const MEMBER = 0;
const TICKER = 1;
const ACCOUNT = 2;
const CORRELATION = 3;
const INVESTOR = 4;
const SESSION = 5;

/** Bits that mark the fields that follow. */
const LIMIT = 0x01;
const STOP = 0x02;
const DISPLAY = 0x04;
const MINIMUM = 0x08;
const PROTECTION = 0x10;
const EXPIRY = 0x20;
const OWN_CORRELATION = 0x40;
const SELL = 0x80;
const WITH_INVESTOR = 0x01;
const WITH_PREVENTION = 0x02;
const WITH_SESSION = 0x04;

const writeOptional = (to: ByteWriter, value: number | null): void => {
  if (value !== null) to.uint(value);
};
const readOptional = (from: ByteReader, presence: number): number | null =>
  presence === 0 ? null : from.uint();

type Common = Pick<NewOrder, 'commandId' | 'member' | 'correlationId' | 'ticker' | 'orderId' | 'number'>;

/** Written for a command without a number; numbers begin at 1. */
const UNNUMBERED = 0;

/** Writes the correlation id only when it differs from the order id; OWN_CORRELATION marks that. */
function writeCommon(to: ByteWriter, command: Common): void {
  to.text(command.commandId);
  to.uint(command.number ?? UNNUMBERED);
  to.repeatable(MEMBER, command.member);
  to.repeatable(TICKER, command.ticker);
  to.text(command.orderId);
  if (command.correlationId !== command.orderId) to.repeatable(CORRELATION, command.correlationId);
}

function readCommon(from: ByteReader, hasOwnCorrelation: boolean): Common {
  const commandId = from.text();
  const number = from.uint();
  const member = from.repeatable(MEMBER);
  const ticker = from.repeatable(TICKER);
  const orderId = from.text();
  const correlationId = hasOwnCorrelation ? from.repeatable(CORRELATION) : orderId;
  const numbered = number === UNNUMBERED ? {} : { number };
  return { commandId, member, correlationId, ...numbered, ticker, orderId };
}

const newOrder: Layout<NewOrder> = {
  code: 1,
  write: (to, order) => {
    to.byte(
      (order.limitPriceTicks === null ? 0 : LIMIT) |
        (order.stopPriceTicks === null ? 0 : STOP) |
        (order.displayQuantity === null ? 0 : DISPLAY) |
        (order.minimumQuantity === null ? 0 : MINIMUM) |
        (order.protectionPriceTicks === null ? 0 : PROTECTION) |
        (order.expiresOn === null ? 0 : EXPIRY) |
        (order.correlationId === order.orderId ? 0 : OWN_CORRELATION) |
        (order.side === 'SELL' ? SELL : 0),
    );
    to.byte((ORDER_TYPES.indexOf(order.orderType) << 4) | TIMES_IN_FORCE.indexOf(order.timeInForce));
    to.byte(
      (order.investorId === undefined ? 0 : WITH_INVESTOR) |
        (order.selfTradePrevention === undefined ? 0 : WITH_PREVENTION) |
        (order.sessionId === undefined ? 0 : WITH_SESSION),
    );
    writeCommon(to, order);
    to.repeatable(ACCOUNT, order.accountId);
    to.uint(order.quantity);
    writeOptional(to, order.limitPriceTicks);
    writeOptional(to, order.stopPriceTicks);
    writeOptional(to, order.displayQuantity);
    writeOptional(to, order.minimumQuantity);
    writeOptional(to, order.protectionPriceTicks);
    if (order.expiresOn !== null) to.text(order.expiresOn);
    if (order.investorId !== undefined) to.repeatable(INVESTOR, order.investorId);
    if (order.selfTradePrevention !== undefined) to.byte(PREVENTIONS.indexOf(order.selfTradePrevention));
    if (order.sessionId !== undefined) to.repeatable(SESSION, order.sessionId);
  },
  read: (from) => {
    const fields = from.byte();
    const kinds = from.byte();
    const more = from.byte();
    const common = readCommon(from, (fields & OWN_CORRELATION) !== 0);
    const accountId = from.repeatable(ACCOUNT);
    return {
      v: 1,
      type: 'NEW_ORDER',
      ...common,
      accountId,
      side: (fields & SELL) === 0 ? 'BUY' : 'SELL',
      orderType: from.oneOf(ORDER_TYPES, kinds >> 4),
      timeInForce: from.oneOf(TIMES_IN_FORCE, kinds & 0x0f),
      quantity: from.uint(),
      limitPriceTicks: readOptional(from, fields & LIMIT),
      stopPriceTicks: readOptional(from, fields & STOP),
      displayQuantity: readOptional(from, fields & DISPLAY),
      minimumQuantity: readOptional(from, fields & MINIMUM),
      protectionPriceTicks: readOptional(from, fields & PROTECTION),
      expiresOn: (fields & EXPIRY) === 0 ? null : from.text(),
      ...((more & WITH_INVESTOR) === 0 ? {} : { investorId: from.repeatable(INVESTOR) }),
      ...((more & WITH_PREVENTION) === 0
        ? {}
        : { selfTradePrevention: from.oneOf(PREVENTIONS, from.byte()) }),
      ...((more & WITH_SESSION) === 0 ? {} : { sessionId: from.repeatable(SESSION) }),
    };
  },
};

/** Bit of a request id that differs from the command id. */
const OWN_REQUEST = 0x80;

const cancelOrder: Layout<CancelOrder> = {
  code: 2,
  write: (to, command) => {
    to.byte(
      (command.correlationId === command.orderId ? 0 : OWN_CORRELATION) |
        (command.requestId === command.commandId ? 0 : OWN_REQUEST),
    );
    writeCommon(to, command);
    if (command.requestId !== command.commandId) to.text(command.requestId);
  },
  read: (from) => {
    const fields = from.byte();
    const common = readCommon(from, (fields & OWN_CORRELATION) !== 0);
    const requestId = (fields & OWN_REQUEST) === 0 ? common.commandId : from.text();
    return { v: 1, type: 'CANCEL_ORDER', ...common, requestId };
  },
};

const replaceOrder: Layout<ReplaceOrder> = {
  code: 3,
  write: (to, command) => {
    to.byte(
      (command.limitPriceTicks === null ? 0 : LIMIT) |
        (command.stopPriceTicks === null ? 0 : STOP) |
        (command.displayQuantity === null ? 0 : DISPLAY) |
        (command.minimumQuantity === null ? 0 : MINIMUM) |
        (command.correlationId === command.orderId ? 0 : OWN_CORRELATION) |
        (command.requestId === command.commandId ? 0 : OWN_REQUEST),
    );
    writeCommon(to, command);
    if (command.requestId !== command.commandId) to.text(command.requestId);
    to.uint(command.quantity);
    writeOptional(to, command.limitPriceTicks);
    writeOptional(to, command.stopPriceTicks);
    writeOptional(to, command.displayQuantity);
    writeOptional(to, command.minimumQuantity);
  },
  read: (from) => {
    const fields = from.byte();
    const common = readCommon(from, (fields & OWN_CORRELATION) !== 0);
    return {
      v: 1,
      type: 'REPLACE_ORDER',
      ...common,
      requestId: (fields & OWN_REQUEST) === 0 ? common.commandId : from.text(),
      quantity: from.uint(),
      limitPriceTicks: readOptional(from, fields & LIMIT),
      stopPriceTicks: readOptional(from, fields & STOP),
      displayQuantity: readOptional(from, fields & DISPLAY),
      minimumQuantity: readOptional(from, fields & MINIMUM),
    };
  },
};

const LAYOUTS = [newOrder, cancelOrder, replaceOrder] as const;
const BY_CODE = new Map<number, Pick<Layout<ExchangeCommand>, 'read'>>(
  LAYOUTS.map((layout) => [layout.code, layout]),
);

/** Writes a command. */
export function writeCommand(to: ByteWriter, command: ExchangeCommand): void {
  switch (command.type) {
    case 'NEW_ORDER':
      to.byte(newOrder.code);
      return newOrder.write(to, command);
    case 'CANCEL_ORDER':
      to.byte(cancelOrder.code);
      return cancelOrder.write(to, command);
    case 'REPLACE_ORDER':
      to.byte(replaceOrder.code);
      return replaceOrder.write(to, command);
    default:
      to.byte(JSON_CODE);
      return to.text(JSON.stringify(command));
  }
}

/** Reads the next command. Throws UnreadableBytes. */
export function readCommand(from: ByteReader): ExchangeCommand {
  const code = from.byte();
  if (code === JSON_CODE) return readJson(from.text());
  const layout = BY_CODE.get(code);
  if (!layout) throw new UnreadableBytes(`no command has layout ${code}`);
  return layout.read(from);
}

function readJson(text: string): ExchangeCommand {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    throw new UnreadableBytes('a command is not valid JSON');
  }
  const parsed = exchangeCommandSchema.safeParse(value);
  if (!parsed.success)
    throw new UnreadableBytes(`a command is not valid: ${parsed.error.issues[0]?.message ?? ''}`);
  return parsed.data;
}
