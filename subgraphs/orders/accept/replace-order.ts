import { untilAnswered } from './intents.ts';
import type { OrderAnswer, Requester } from './batch-service.ts';
import type { OrderService } from './order-service.ts';
import { newReplaceAttempt, type ReplaceInput } from './replacing/replace-attempts.ts';

/**
 * Sends a change of an order to the exchange.
 *
 * 1. Refuse orders of other users and malformed client request ids.
 * 2. Answer a known client request id with the order, or ID_REUSED. Wait while another request holds the id.
 * 3. Check the new terms. Wait while the exchange has not answered an earlier cancel or replace of the order.
 * 4. Write the replace as an intent.
 * 5. Reserve what the new terms need beyond the present reservation; forget the intent when the wallet refuses.
 * 6. In one transaction, turn the intent into a pending replace and write its fact and command to the outbox.
 *    When the order has changed meanwhile and the replace no longer fits, abandon the intent and start again at 1.
 *
 * Concurrent requests take the steps together, and a lone one at once (`change-batches.ts`, `replacing/replace-together.ts`).
 * Throws SERVICE_UNAVAILABLE when a wait takes too long or the wallet does not answer. Nothing is half done then: the
 * client may send the same request again.
 */
export async function replaceOrder(
  service: OrderService,
  input: ReplaceInput,
  requester: Requester,
): Promise<OrderAnswer> {
  service.backPressure.check();
  return untilAnswered(service.wallClock, async () => {
    const attempt = newReplaceAttempt(input, requester);
    await service.changes.replace([attempt]);
    return attempt.answer ?? 'WAIT';
  });
}
