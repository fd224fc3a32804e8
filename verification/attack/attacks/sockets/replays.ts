import type { Attack } from '../../attack.ts';
import { attackWith, newPerson, newSocket, untilOver, type Scene } from '../../attacker/scene.ts';
import { DEPOSIT } from '../../clients/person.ts';
import type { RawSocket } from '../../clients/socket.ts';
import { onlyAnswers } from '../../tally.ts';

const TICKER = 'ABEV3';
/** Four batches within the orders that a user may send at once. */
const BATCHES = 4;
const ORDERS = 100;
const SOCKETS = 8;
/** As many as a socket may have. */
const STREAMS = 100;

const CURSORS = 'query ($id: ID!) { account(id: $id) { ordersCursor walletCursor } }';
const BAND = 'query ($t: Ticker!) { asset(ticker: $t) { priceBand { low } } }';
const PLACE = `mutation ($inputs: [PlaceOrderInput!]!) { placeOrders(inputs: $inputs) {
  ... on Order { id } ... on Refusal { rule } } }`;
const CANCEL = `mutation ($id: ID!) { cancelAllOrders(accountId: $id) {
  ... on CancelAllResult { remaining } ... on Refusal { rule } } }`;
/** Streams of an account's orders and of its wallet, each event with fields of other subgraphs. */
const STREAMED = [
  `subscription ($id: ID!, $after: Cursor) { orders(accountId: $id, after: $after) { cursor order { id status
    account { cash { available } portfolio { total } } asset { quote { last } book(depth: 50) { bids { price } } } } } }`,
  `subscription ($id: ID!, $after: Cursor) { wallet(accountId: $id, after: $after) { cursor
    account { portfolio { total } positions { ticker } } cash { available } } }`,
] as const;

interface Cursors {
  readonly data: { readonly account: { readonly ordersCursor: string; readonly walletCursor: string } };
}

/** Makes a past of some thousand updates, and streams it hundreds of times at once. */
async function replayAtOnce(scene: Scene): Promise<void> {
  const { token, accountId } = await newPerson(scene);
  const cash = { accountId, amount: '10000000.00', clientTransferId: 'cash' };
  await scene.http.graphql(DEPOSIT, { input: cash }, { token });
  const begin = await scene.http.graphql(CURSORS, { id: accountId }, { token });
  const { ordersCursor, walletCursor } = (JSON.parse(begin.text) as Cursors).data.account;
  const band = await scene.http.graphql(BAND, { t: TICKER });
  const limitPrice = /"low":"([^"]+)"/.exec(band.text)?.[1] ?? '1.00';
  for (let batch = 0; batch < BATCHES; batch += 1) {
    const inputs = Array.from({ length: ORDERS }, (_, number) => ({
      ...{ accountId, clientOrderId: `past-${batch}-${number}`, ticker: TICKER, side: 'BUY' },
      ...{ type: 'LIMIT', timeInForce: 'DAY', quantity: 100, limitPrice },
    }));
    await attackWith(scene, PLACE, { inputs }, { token });
  }
  await attackWith(scene, CANCEL, { id: accountId }, { token });
  const sockets: RawSocket[] = [];
  scene.begin();
  while (sockets.length < SOCKETS && !scene.signal.aborted) {
    const socket = await newSocket(scene, { init: { authorization: `Bearer ${token}` } });
    await socket.next(({ type }) => type === 'connection_ack');
    for (let stream = 0; stream < STREAMS; stream += 1) {
      const isOfOrders = stream % 2 === 0;
      const variables = { id: accountId, after: isOfOrders ? ordersCursor : walletCursor };
      socket.subscribe(`${stream}`, isOfOrders ? STREAMED[0] : STREAMED[1], variables);
    }
    sockets.push(socket);
  }
  await untilOver(scene);
  for (const socket of sockets) {
    scene.tally.answer(socket.end ?? 'open');
    socket.terminate();
  }
}

export const REPLAYS: readonly Attack[] = [
  {
    name: 'replays-at-once',
    does: 'streams the past of an account of 400 orders 800 times at once, from its first cursor',
    expects: 'one page is read at a time, and others wait for one of them',
    run: replayAtOnce,
    judge: (result) => onlyAnswers(result, /^(200|open|429 RATE_LIMITED)/),
  },
];
