import { expect, test } from 'vitest';
import { engineCommandCodec } from '#contracts/messages/engine-commands.ts';
import { orderFactCodec } from '#contracts/messages/order-facts.ts';
import { draftFact } from '#domain/orders/lifecycle/order-fact.ts';
import { orderOf } from '#test/support/samples/order-reports.ts';
import { cancelOrderCommand, newOrderCommand, replaceOrderCommand } from '../accept/engine-commands.ts';
import { bodiesOf, commandBody, payloadsOf, sequenceOf, storedFacts } from './store-messages.ts';

const order = orderOf('BUY', 100, 2_890);

test('a stored fact has exactly the fields that its readers check, and its sequence can be read alone', () => {
  const drafts = [
    draftFact('PLACED', order.reservedCentavos, order, { atMs: 1, correlationId: 'cor "1"\n' }),
  ];
  const bodies = bodiesOf(drafts);
  expect(bodies.join('')).not.toContain('\n');
  const { facts, outgoing } = storedFacts(drafts, bodies, [{ place: 1n, sequence: 90_071n, position: 1n }]);
  const body = outgoing[0]?.body ?? new Uint8Array();
  expect(orderFactCodec.decode(body)).toEqual(facts[0]);
  expect(JSON.parse(Buffer.from(body).toString())).toEqual(facts[0]);
  expect(sequenceOf(body)).toBe(90_071);
  expect(sequenceOf(Buffer.from('{"v":1}'))).toBeNull();
});

test('a command has exactly the fields that the exchange checks', () => {
  const terms = {
    limitPriceCentavos: 2_891,
    stopPriceCentavos: null,
    displayQuantity: null,
    minimumQuantity: 0,
  };
  const commands = [
    newOrderCommand(order),
    cancelOrderCommand(order, 'can_1', 'cor_1'),
    replaceOrderCommand(order, { requestId: 'rpl_1', quantity: 200, ...terms }, 'cor_2'),
  ];
  payloadsOf(commands).forEach((payload, index) => {
    const body = commandBody(7n, payload);
    expect(engineCommandCodec.decode(body)).toEqual({ number: 7, ...commands[index] });
    expect(JSON.parse(body.toString())).toEqual({ number: 7, ...commands[index] });
  });
});
