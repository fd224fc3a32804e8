import type { Attack } from '../../attack.ts';
import { attackWith, newPerson, newSocket, untilOver, type Scene } from '../../attacker/scene.ts';
import { DEPOSIT, lowestPrice } from '../../clients/person.ts';
import type { RawSocket } from '../../clients/socket.ts';
import { onlyAnswers } from '../../tally.ts';

const TICKER = 'ABEV3';
const SOCKETS = 8;
/** As many as a socket may have. */
const STREAMS = 100;
/** Orders of a batch. */
const ORDERS = 20;

const PLACE = `mutation ($inputs: [PlaceOrderInput!]!) { placeOrders(inputs: $inputs) {
  ... on Order { id } ... on Refusal { rule } } }`;
const CANCEL = `mutation ($id: ID!) { cancelAllOrders(accountId: $id) {
  ... on CancelAllResult { remaining } ... on Refusal { rule } } }`;
/** Streams of all changes of an account: dear parts of it with each, its value, and next to nothing. */
const STREAMED = [
  `subscription ($id: ID!) { wallet(accountId: $id) { cursor account { cash { available } positions { ticker }
    portfolio { total } statement(first: 20) { nodes { id } } orders(first: 20) { nodes { id status } } } } }`,
  'subscription ($id: ID!) { portfolio(accountId: $id, everyMs: 100) { cash { available } portfolio { total } } }',
  'subscription ($id: ID!) { wallet(accountId: $id) { cursor entry { id } } }',
] as const;

/** Streams an account hundreds of times, and changes it all the time. */
async function streamAccount(scene: Scene): Promise<void> {
  const { token, accountId } = await newPerson(scene);
  const cash = { accountId, amount: '10000000.00', clientTransferId: 'cash' };
  await scene.http.graphql(DEPOSIT, { input: cash }, { token });
  const limitPrice = await lowestPrice(scene.http, TICKER);
  const sockets: RawSocket[] = [];
  for (let number = 0; number < SOCKETS; number += 1) {
    const socket = await newSocket(scene, { init: { authorization: `Bearer ${token}` } });
    await socket.next(({ type }) => type === 'connection_ack');
    for (let stream = 0; stream < STREAMS; stream += 1)
      socket.subscribe(`${stream}`, STREAMED[stream % STREAMED.length] ?? '', { id: accountId });
    sockets.push(socket);
  }
  scene.begin();
  const over = untilOver(scene);
  for (let batch = 0; !scene.signal.aborted; batch += 1) {
    const inputs = Array.from({ length: ORDERS }, (_, number) => ({
      ...{ accountId, clientOrderId: `flood-${batch}-${number}`, ticker: TICKER, side: 'BUY' },
      ...{ type: 'LIMIT', timeInForce: 'DAY', quantity: 100, limitPrice },
    }));
    await attackWith(scene, PLACE, { inputs }, { token });
    await attackWith(scene, CANCEL, { id: accountId }, { token });
  }
  await over;
  for (const socket of sockets) {
    scene.tally.answer(socket.end ?? 'open');
    socket.terminate();
  }
}

export const ACCOUNT_STREAMS: readonly Attack[] = [
  {
    name: 'account-streams',
    does: `streams an account ${SOCKETS * STREAMS} times with dear fields, and places and cancels ${ORDERS} orders again and again`,
    expects: 'LIMIT_EXCEEDED for most; the others fall behind, one event of the account at work at a time',
    run: streamAccount,
    judge: (result) => onlyAnswers(result, /^(200|open|closed 1013|429 RATE_LIMITED)/),
  },
];
