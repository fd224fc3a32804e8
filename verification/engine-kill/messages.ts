import type { Delivery, OutgoingMessage } from '#platform/ports/command-queue.ts';
import type { LogRecord, ReadRecord } from '#platform/ports/event-log.ts';

/** Messages of an engine to the process that acts as RabbitMQ and Kafka. */
export type FromEngine =
  | {
      readonly kind: 'publish';
      readonly id: number;
      readonly queue: string;
      readonly messages: readonly OutgoingMessage[];
    }
  | {
      readonly kind: 'append';
      readonly id: number;
      readonly topic: string;
      readonly records: readonly LogRecord[];
    }
  | { readonly kind: 'read'; readonly topics: readonly string[] }
  | { readonly kind: 'consume'; readonly maxBatch: number }
  | { readonly kind: 'settle' }
  | { readonly kind: 'hash'; readonly stateHash: string; readonly commands: number };

/** Messages of that process to an engine. */
export type ToEngine =
  | { readonly kind: 'confirmed'; readonly id: number }
  | { readonly kind: 'records'; readonly records: readonly ReadRecord[] }
  | { readonly kind: 'batch'; readonly deliveries: readonly Delivery[] }
  | { readonly kind: 'get hash' };
