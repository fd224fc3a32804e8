import { createCandleCheck, createNumberCheck, createOnceCheck, createStateCheck } from './continuity.ts';
import type { Fields, StreamName } from './queries.ts';

/** Checks of one stream. */
export interface StreamCheck {
  /** Returns the faults of an event. */
  readonly check: (event: Fields) => readonly string[];
  /** The client has opened the stream again. */
  readonly reopen: () => void;
}

/** The checks of a stream that goes on after its cursor: opening it again changes nothing. */
const continued = (check: StreamCheck['check']): StreamCheck => ({ check, reopen: () => undefined });

/** Reads `ticker`, `sequence` and `skipped` of a state. */
function states(): StreamCheck {
  const { check, reopen } = createStateCheck();
  return {
    check: ({ ticker, sequence, skipped }) =>
      check({ key: String(ticker), sequence: Number(sequence), skipped: Number(skipped) }),
    reopen,
  };
}

function trades(): StreamCheck {
  const check = createNumberCheck();
  return continued(({ ticker, sequence }) => check({ key: String(ticker), number: Number(sequence) }));
}

function candles(): StreamCheck {
  const check = createCandleCheck();
  return continued(({ openedAt, isClosed, tradeCount }) =>
    check({ openedAt: String(openedAt), isClosed: isClosed === true, tradeCount: Number(tradeCount) }),
  );
}

/** The versions of an order rise by one, and no cursor comes twice. */
function orders(): StreamCheck {
  const [versions, once] = [createNumberCheck(), createOnceCheck()];
  return continued(({ cursor, order }) => {
    const { id, version } = order as Fields;
    return [...versions({ key: String(id), number: Number(version) }), ...once({ id: String(cursor) })];
  });
}

function wallet(): StreamCheck {
  const once = createOnceCheck();
  return continued(({ entry }) => once({ id: String((entry as Fields)['id']) }));
}

const nothing = (): StreamCheck => continued(() => []);

/** Creates the checks of a stream's events. The streams without one have neither sequence nor cursor: only their last state is checked. */
export const CHECKS: Readonly<Record<StreamName, () => StreamCheck>> = {
  quotes: states,
  book: states,
  trades,
  candles,
  orders,
  wallet,
  portfolio: nothing,
  asset: nothing,
  marketStatus: nothing,
};
