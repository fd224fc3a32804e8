import type { Clock } from '#platform/time/clock.ts';
import type { GatewayHooks } from '../hooks.ts';
import type { Limits } from '../limits.ts';
import { createPlaces, type Places } from '#platform/http/places.ts';
import type { DeliveryPace } from '../turns/delivery-pace.ts';
import { createWaitingAnswers, type WaitingAnswers } from '../http/waiting-answers.ts';
import { createLeaving, type Leaving } from './leaving.ts';
import { createWaitingBytes, type WaitingBytes } from './waiting-bytes.ts';
import { createWriteTurns, type WriteTurns } from './write-turns.ts';

/** Places, memory and turns that the sockets, and the streams and answers over HTTP, of all clients share. */
export interface ClientSpace {
  /** Of sockets and streams over HTTP. */
  readonly places: Places;
  /** Of subscriptions. */
  readonly subscriptions: Places;
  /** Bytes that wait for clients. */
  readonly total: WaitingBytes;
  /** Answers over HTTP, whose bytes wait too. */
  readonly answers: WaitingAnswers;
  readonly writes: WriteTurns;
  readonly leaving: Leaving;
}

export function createClientSpace(
  { limitsAddress }: Pick<GatewayHooks, 'limitsAddress'>,
  limits: Limits,
  wallClock: Clock,
  deliveryPace: Pick<DeliveryPace, 'hasSeveral' | 'isBurst'>,
): ClientSpace {
  const total = createWaitingBytes(limits.allSocketsWaitingBytes);
  return {
    places: createPlaces({ limitsAddress, max: limits.sockets, maxPerAddress: limits.socketsPerAddress }),
    subscriptions: createPlaces({
      limitsAddress,
      max: limits.streams,
      maxPerAddress: limits.streamsPerAddress,
    }),
    total,
    answers: createWaitingAnswers({
      limitsAddress,
      total,
      maxPerAddressBytes: limits.answersPerAddressBytes,
    }),
    writes: createWriteTurns({
      holds: () => deliveryPace.hasSeveral,
      rests: () => deliveryPace.isBurst,
    }),
    leaving: createLeaving(wallClock),
  };
}
