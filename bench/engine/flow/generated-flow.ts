import { FLAG, type Flash1Messages } from '#verification/replay/flash1/messages.ts';
import { createRandom, type Random } from '#platform/random.ts';

/** Parameters of a generated flow. */
export interface FlowShape {
  readonly seed: number;
  /** Largest single move of the middle price; 0 for a constant one. */
  readonly driftTicks: number;
  /** Id of the first order; the ids of later ones follow. */
  readonly firstId?: number;
  /** Limit of open orders, beyond which the flow cancels the oldest. */
  readonly maxOpen?: number;
}

const { NEW, CANCEL, MODIFY, SELL, IOC } = FLAG;

/** Shares of a thousand messages, as in the public workload. */
const CANCELS = 412;
const MODIFIES = 86;
const IOC_ORDERS = 75;

const MAX_QUANTITY = 100;
const FIRST_MIDDLE_TICKS = 33_000;
/** Mean number of messages between two moves of the middle. */
const MESSAGES_PER_DRIFT = 16;
/** Largest distance of the middle from its start, so that a long flow keeps the same prices. */
const MAX_DRIFT_TICKS = 2_000;
/** Mean distance of orders from the middle; small distances are more frequent. */
const MEAN_DISTANCE_TICKS = 8;
/** An IOC order crosses the middle by at most this. */
const MAX_CROSSING_TICKS = 2;
/** Cancels and modifies concern one of this many newest orders. */
const RECENT = 32;

/**
 * A seeded flow of any length like the public flash1 workload: new orders near a middle price, most of them canceled soon,
 * some modified, some IOC. Two flows of the same shape are equal.
 */
export class GeneratedFlow {
  private readonly shape: FlowShape;
  private readonly random: Random;
  private readonly open: { readonly id: number; readonly side: number }[] = [];
  private nextId: number;
  private middle = FIRST_MIDDLE_TICKS;

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
    const isFull = this.open.length > (this.shape.maxOpen ?? Infinity);
    const index = isFull ? 0 : Math.max(0, this.open.length - 1 - this.below(RECENT));
    const known = this.open[index];
    flow.quantities[at] = 1 + this.below(MAX_QUANTITY);
    if (known && (kind < CANCELS || isFull)) {
      this.open.splice(index, 1);
      flow.flags[at] = CANCEL | known.side;
      flow.ids[at] = known.id;
    } else if (known && kind < CANCELS + MODIFIES) {
      flow.flags[at] = MODIFY | known.side;
      flow.ids[at] = known.id;
      flow.prices[at] = this.price(known.side, false);
    } else this.writeNew(flow, at, kind < CANCELS + MODIFIES + IOC_ORDERS);
  }

  private writeNew(flow: Flash1Messages, at: number, isIoc: boolean): void {
    const side = this.below(2) === 0 ? 0 : SELL;
    const id = this.nextId++;
    flow.flags[at] = NEW | side | (isIoc ? IOC : 0);
    flow.ids[at] = id;
    flow.prices[at] = this.price(side, isIoc);
    if (!isIoc) this.open.push({ id, side });
  }

  /** A resting order keeps a distance from the middle; an IOC order crosses it a little. */
  private price(side: number, isIoc: boolean): number {
    const away = isIoc
      ? -this.below(MAX_CROSSING_TICKS + 1)
      : 1 + Math.floor(-Math.log(1 - this.random()) * MEAN_DISTANCE_TICKS);
    return side === SELL ? this.middle + away : this.middle - away;
  }

  private drift(): void {
    const { driftTicks } = this.shape;
    if (driftTicks === 0 || this.below(MESSAGES_PER_DRIFT) > 0) return;
    const middle = this.middle + this.below(driftTicks * 2 + 1) - driftTicks;
    if (Math.abs(middle - FIRST_MIDDLE_TICKS) <= MAX_DRIFT_TICKS) this.middle = middle;
  }

  private below(bound: number): number {
    return Math.floor(this.random() * bound);
  }
}
