import type { Flash1Messages } from '#verification/replay/flash1/messages.ts';
import { createRandom, type Random } from '#platform/random.ts';

/** What a generated flow looks like. */
export interface FlowShape {
  readonly seed: number;
  /** Ticks that the middle moves by at most when it moves; 0 for one that stands. */
  readonly driftTicks: number;
  /** The first id; each new order gets the next. */
  readonly firstId?: number;
  /** Where there would be more open orders the oldest are canceled. */
  readonly mostOpen?: number;
}

const NEW = 0;
const CANCEL = 1;
const MODIFY = 2;
const SELL = 4;
const IMMEDIATE = 8;

/** Of a thousand messages, as in the public workload. */
const CANCELS = 412;
const MODIFIES = 86;
const IMMEDIATES = 75;

const MOST_QUANTITY = 100;
const FIRST_MIDDLE = 33_000;
/** The middle moves once in about so many messages. */
const MESSAGES_A_DRIFT = 16;
/** How far the middle may go, so that a long flow stays among the same prices. */
const MOST_DRIFT = 2_000;
/** Orders are this far from the middle in the mean, nearer more often. */
const MEAN_DISTANCE_TICKS = 8;
const MOST_TICKS_OVER = 2;
/** What is canceled or modified is among the youngest of this many. */
const YOUNG = 32;

/**
 * A flow like the public flash1 workload, made from a seed: new orders near a middle price, most of them canceled soon,
 * some modified, some for now. It goes on as long as it is asked; two of the same shape are equal.
 */
export class GeneratedFlow {
  private readonly shape: FlowShape;
  private readonly random: Random;
  private readonly open: { readonly id: number; readonly side: number }[] = [];
  private nextId: number;
  private middle = FIRST_MIDDLE;

  constructor(shape: FlowShape) {
    this.shape = shape;
    this.random = createRandom(shape.seed);
    this.nextId = shape.firstId ?? 1;
  }

  next(count: number): Flash1Messages {
    const flow = {
      count,
      flags: new Uint8Array(count),
      quantities: new Uint8Array(count),
      ids: new Uint32Array(count),
      prices: new Uint32Array(count),
    };
    for (let at = 0; at < count; at++) this.write(flow, at);
    return flow;
  }

  private write(flow: Flash1Messages, at: number): void {
    this.drift();
    const kind = this.below(1_000);
    const isFull = this.open.length > (this.shape.mostOpen ?? Infinity);
    const place = isFull ? 0 : Math.max(0, this.open.length - 1 - this.below(YOUNG));
    const known = this.open[place];
    flow.quantities[at] = 1 + this.below(MOST_QUANTITY);
    if (known && (kind < CANCELS || isFull)) {
      this.open.splice(place, 1);
      flow.flags[at] = CANCEL | known.side;
      flow.ids[at] = known.id;
    } else if (known && kind < CANCELS + MODIFIES) {
      flow.flags[at] = MODIFY | known.side;
      flow.ids[at] = known.id;
      flow.prices[at] = this.price(known.side, false);
    } else this.writeNew(flow, at, kind < CANCELS + MODIFIES + IMMEDIATES);
  }

  private writeNew(flow: Flash1Messages, at: number, isNow: boolean): void {
    const side = this.below(2) === 0 ? 0 : SELL;
    const id = this.nextId++;
    flow.flags[at] = NEW | side | (isNow ? IMMEDIATE : 0);
    flow.ids[at] = id;
    flow.prices[at] = this.price(side, isNow);
    if (!isNow) this.open.push({ id, side });
  }

  /** An order that is to rest keeps its distance from the middle; one for now comes over it a little. */
  private price(side: number, isNow: boolean): number {
    const away = isNow
      ? -this.below(MOST_TICKS_OVER + 1)
      : 1 + Math.floor(-Math.log(1 - this.random()) * MEAN_DISTANCE_TICKS);
    return side === SELL ? this.middle + away : this.middle - away;
  }

  private drift(): void {
    const { driftTicks } = this.shape;
    if (driftTicks === 0 || this.below(MESSAGES_A_DRIFT) > 0) return;
    const middle = this.middle + this.below(driftTicks * 2 + 1) - driftTicks;
    if (Math.abs(middle - FIRST_MIDDLE) <= MOST_DRIFT) this.middle = middle;
  }

  private below(bound: number): number {
    return Math.floor(this.random() * bound);
  }
}
