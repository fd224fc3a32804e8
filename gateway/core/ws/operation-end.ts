import { GraphQLError, type GraphQLFormattedError } from 'graphql';
import { MessageType } from 'graphql-ws';
import type { OperationEnd } from '../sessions/open-subscription.ts';
import type { SocketSession } from '../sessions/session.ts';

/**
 * Carries the formatted errors of an operation through graphql-ws to its error frame. It has no stack trace: making its text
 * takes longer than the refusal of an operation.
 */
export class OperationFailed extends GraphQLError {
  override readonly stack = '';
  readonly errors: readonly GraphQLFormattedError[];
  constructor(errors: readonly GraphQLFormattedError[]) {
    super(errors[0]?.message ?? 'the operation has failed');
    this.errors = errors;
  }
}

type Session = Pick<SocketSession, 'operationIds' | 'outlet'>;

/** Ends a subscription of a socket by a message. A class: each of thousands of subscriptions has one. */
class SocketOperationEnd implements OperationEnd {
  readonly #session: Session;
  readonly #id: string;

  constructor(session: Session, id: string) {
    this.#session = session;
    this.#id = id;
  }

  complete(): void {
    this.#send({ id: this.#id, type: MessageType.Complete });
  }

  fail(errors: readonly GraphQLFormattedError[]): void {
    this.#send({ id: this.#id, type: MessageType.Error, payload: errors });
  }

  #send(message: object): void {
    const { operationIds, outlet } = this.#session;
    const frame = operationIds.outgoing(JSON.stringify(message));
    if (frame !== null) void outlet.send(frame);
  }
}

/** @param id the inner id of the operation */
export const socketOperationEnd = (session: Session, id: string): OperationEnd =>
  new SocketOperationEnd(session, id);
