import { describe, expect, test } from 'vitest';
import { PHASES, type Phase } from '#domain/market/phase.ts';
import { ORDER_TYPES, TIMES_IN_FORCE, type OrderType, type TimeInForce } from '#domain/orders/order.ts';
import { BookScene, DAY } from '#test/support/engine/book-scene.ts';
import type { BookFactory } from '../matching-book.ts';

interface Extras {
  readonly display: boolean;
  readonly minimum: boolean;
  readonly expiry: boolean;
}

/** An independent copy of the table: `d` may display a part, `m` may have a minimum, `x` needs a last day. */
const TABLE: Readonly<Record<OrderType, Readonly<Partial<Record<TimeInForce, string>>>>> = {
  LIMIT: { DAY: 'dm', GTC: 'dm', GTD: 'dmx', IOC: 'm', FOK: '', AUCTION: '', AT_CLOSE: '' },
  MARKET: { DAY: 'm', IOC: 'm', FOK: '', AUCTION: '', AT_CLOSE: '' },
  STOP: { DAY: '', GTC: '', GTD: 'x' },
  STOP_LIMIT: { DAY: '', GTC: '', GTD: 'x' },
};
const CALLS: readonly Phase[] = ['OPENING_CALL', 'AUCTION', 'CLOSING_CALL'];

function expected(type: OrderType, timeInForce: TimeInForce, extras: Extras, phase: Phase): string {
  const isCall = CALLS.includes(phase);
  if (!isCall && phase !== 'CONTINUOUS') return 'PHASE';
  const may = TABLE[type][timeInForce];
  if (may === undefined) return 'INVALID_COMBINATION';
  const isForCall = timeInForce === 'AUCTION' || timeInForce === 'AT_CLOSE';
  const cannotGather =
    type.startsWith('STOP') ||
    extras.minimum ||
    ['IOC', 'FOK'].includes(timeInForce) ||
    (type === 'MARKET' && !isForCall);
  if (isCall ? cannotGather : timeInForce === 'AUCTION') return 'PHASE';
  if (extras.expiry !== may.includes('x')) return 'INVALID_COMBINATION';
  if (extras.display && !may.includes('d')) return 'INVALID_COMBINATION';
  if (extras.minimum && (!may.includes('m') || extras.display)) return 'INVALID_COMBINATION';
  return 'accepted';
}

const YES_NO = [false, true];
const EXTRAS: readonly Extras[] = YES_NO.flatMap((display) =>
  YES_NO.flatMap((minimum) => YES_NO.map((expiry) => ({ display, minimum, expiry }))),
);

/** Every combination of terms in every phase. */
export function combinationsContract(factory: BookFactory): void {
  const outcomeOf = (type: OrderType, timeInForce: TimeInForce, extras: Extras, phase: Phase): string => {
    const scene = new BookScene(factory, {}, 100).buy('bid', 100, 98).sell('ask', 100, 102).phase(phase);
    scene.takeEvents();
    const hasLimit = type === 'LIMIT' || type === 'STOP_LIMIT';
    scene.buy('order', 20, hasLimit ? 105 : null, {
      type,
      timeInForce,
      stop: type.startsWith('STOP') ? 104 : 0,
      display: extras.display ? 10 : 0,
      minimum: extras.minimum ? 10 : 0,
      expiresDay: extras.expiry ? DAY : 0,
    });
    const outcome = scene.takeEvents()[0] ?? '';
    return outcome.includes(' accepted') ? 'accepted' : outcome.replace('order rejected: ', '');
  };

  describe.each(PHASES)('[COMBINATION_TABLE] [PHASE_TAKES] in the phase %s', (phase) => {
    test.each(ORDER_TYPES)('%s', (type) => {
      for (const timeInForce of TIMES_IN_FORCE)
        for (const extras of EXTRAS) {
          const terms = `${type} ${timeInForce} ${JSON.stringify(extras)}`;
          const outcome = outcomeOf(type, timeInForce, extras, phase);
          expect(`${terms}: ${outcome}`).toBe(`${terms}: ${expected(type, timeInForce, extras, phase)}`);
        }
    });
  });
}
