import { createCandleCheck, createNumberCheck, createOnceCheck, createStateCheck } from './continuity.ts';
import type { Fields } from './followed.ts';
import type { StreamName } from './queries.ts';

type Check = (event: Fields) => readonly string[];

/** Reads `ticker`, `sequence` and `skipped` of a state. */
function states(): Check {
  const check = createStateCheck();
  return ({ ticker, sequence, skipped }) =>
    check({ key: String(ticker), sequence: Number(sequence), skipped: Number(skipped) });
}

function trades(): Check {
  const check = createNumberCheck();
  return ({ ticker, sequence }) => check({ key: String(ticker), number: Number(sequence) });
}

function candles(): Check {
  const check = createCandleCheck();
  return ({ openedAt, isClosed, tradeCount }) =>
    check({ openedAt: String(openedAt), isClosed: isClosed === true, tradeCount: Number(tradeCount) });
}

/** The versions of an order rise by one, and no cursor comes twice. */
function orders(): Check {
  const [versions, once] = [createNumberCheck(), createOnceCheck()];
  return ({ cursor, order }) => {
    const { id, version } = order as Fields;
    return [...versions({ key: String(id), number: Number(version) }), ...once({ id: String(cursor) })];
  };
}

function wallet(): Check {
  const once = createOnceCheck();
  return ({ entry }) => once({ id: String((entry as Fields)['id']) });
}

const nothing = (): Check => () => [];

/** Creates the checks of a stream's events. The streams without one have neither sequence nor cursor: only their last state is checked. */
export const CHECKS: Readonly<Record<StreamName, () => Check>> = {
  quotes: states,
  book: states,
  trades,
  candles,
  orders,
  wallet,
  portfolio: nothing,
  marketStatus: nothing,
};
