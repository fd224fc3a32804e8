import { delay } from '#platform/time/clock.ts';
import type { Attack } from '../attack.ts';
import type { Target } from '../target.ts';
import { attackWith, flood, newPerson, newSocket, repeat, type Scene } from '../attacker/scene.ts';
import { codeOfFrame } from '../clients/socket.ts';
import { countOf, onlyAnswers, someAnswer } from '../tally.ts';

const SIGN_OUT = 'mutation { signOut }';
const REFRESH = 'mutation { refreshSession { token expiresAt } }';
const CREATE_KEY = `mutation ($input: CreateApiKeyInput!) { createApiKey(input: $input) {
  ... on NewApiKey { secret } ... on Refusal { rule } } }`;
const OPEN = 'mutation { openAccount(name: "x") { ... on Account { id } ... on Refusal { rule } } }';

const LETTERS = 'abcdefghijklmnopqrstuvwxyz';

/** Time within which a revoked token must be worth nothing, on every gateway. */
const REVOKED_WITHIN_MS = 1_000;

async function goOnAfterSignOut(scene: Scene): Promise<void> {
  const { token, accountId } = await newPerson(scene);
  const socket = await newSocket(scene, { init: { authorization: `Bearer ${token}` } });
  await socket.next(({ type }) => type === 'connection_ack');
  const id = 'wallet';
  socket.subscribe(id, `subscription ($id: ID!) { wallet(accountId: $id) { cursor } }`, { id: accountId });
  // The subscription is open once a later operation has answered.
  socket.subscribe('after', '{ marketStatus { phase } }');
  await socket.next(({ id: answered, type }) => answered === 'after' && type === 'next');
  const signedOutMs = scene.clock.nowMs();
  const signedOut = await attackWith(scene, SIGN_OUT, {}, { token });
  if (signedOut.code !== null)
    scene.tally.violation(`signOut answered ${signedOut.status} ${signedOut.code}`);
  const end = await Promise.race([
    socket.next(
      (frame) => frame.id === id && (frame.type === 'error' || frame.type === 'complete'),
      REVOKED_WITHIN_MS,
    ),
    socket.closed,
  ]);
  if (end === null && socket.isOpen) scene.tally.violation('a private stream went on a second after signOut');
  await delay(scene.clock, signedOutMs + REVOKED_WITHIN_MS - scene.clock.nowMs());
  await flood(scene, { perSecond: 20 }, async () => {
    const answer = await attackWith(scene, '{ me { id } }', {}, { token });
    if (answer.status === 200 && answer.code === null) scene.tally.violation('a revoked token still reads');
  });
  socket.terminate();
}

/** Changes one character of a token's payload, which its signature no longer fits. */
function forged(token: string, index: number): string {
  const [head = '', body = '', signature = ''] = token.split('.');
  const place = 5 + (index % Math.max(1, body.length - 10));
  const other = body[place] === 'A' ? 'B' : 'A';
  return [head, body.slice(0, place) + other + body.slice(place + 1), signature].join('.');
}

export const SESSION_ATTACKS: readonly Attack[] = [
  {
    name: 'revoked-token',
    does: 'signs out and goes on with the token, over HTTP and on an open stream',
    expects: '401; the private stream ends within a second',
    run: goOnAfterSignOut,
    judge: (result) => [
      ...onlyAnswers(result, /^200$|^401 UNAUTHENTICATED$|RATE_LIMITED/),
      ...someAnswer(result, /^401 UNAUTHENTICATED$/, 'UNAUTHENTICATED'),
    ],
  },
  {
    name: 'endless-refresh',
    does: 'refreshes a session again and again, 10 times a second',
    expects: 'no token outlives the absolute age of the session, counted from the sign-in',
    skipped: ({ sessionMaxAgeSeconds }: Target) =>
      sessionMaxAgeSeconds === null ? 'the age of sessions is known with --start only' : null,
    run: refreshAgainAndAgain,
    judge: (result) => onlyAnswers(result, /^200$|RATE_LIMITED/),
  },
  {
    name: 'forged-tokens',
    does: 'sends tokens with changed payloads, 200 a second',
    expects: '401',
    run: async (scene) => {
      const { token } = await newPerson(scene);
      await flood(scene, { perSecond: 200 }, (index) =>
        attackWith(scene, '{ me { id } }', {}, { token: forged(token, index) }),
      );
    },
    judge: (result) => onlyAnswers(result, /^401 UNAUTHENTICATED$|^429 RATE_LIMITED$/),
  },
  {
    name: 'random-api-keys',
    does: 'sends keys that nobody has, 200 a second',
    expects: '401, or 503 for unknown keys beyond 32 look-ups at once',
    run: (scene) =>
      flood(scene, { perSecond: 200 }, () => {
        const secret = Array.from({ length: 43 }, () => LETTERS[Math.floor(scene.random() * 26)]).join('');
        return attackWith(scene, '{ me { id } }', {}, { token: `mbb3_${secret}` });
      }),
    judge: (result) =>
      onlyAnswers(result, /^401 UNAUTHENTICATED$|^503 SERVICE_UNAVAILABLE$|^429 RATE_LIMITED$/),
  },
  {
    name: 'key-beyond-its-scope',
    does: 'changes data with an API key of the scope READ, and makes keys with it',
    expects: 'FORBIDDEN',
    run: async (scene) => {
      const { token } = await newPerson(scene);
      const made = await scene.http.graphql(
        CREATE_KEY,
        { input: { name: 'reader', scopes: ['READ'] } },
        { token },
      );
      const secret = /"secret":"([^"]+)"/.exec(made.text)?.[1];
      if (secret === undefined)
        return scene.tally.violation(`createApiKey answered ${made.status} ${made.code}`);
      const more = { input: { name: 'more', scopes: ['TRADE'] } };
      await flood(scene, { perSecond: 10 }, async (index) => {
        if (index % 2 === 0) await attackWith(scene, OPEN, {}, { token: secret });
        else await attackWith(scene, CREATE_KEY, more, { token: secret });
      });
    },
    judge: (result) => onlyAnswers(result, /FORBIDDEN|RATE_LIMITED/),
  },
  {
    name: 'foreign-objects',
    does: "reads another user's account by its id, over HTTP and as a stream",
    expects: 'null or NOT_FOUND, never data',
    run: readForeignAccount,
    judge: (result) => [
      ...onlyAnswers(result, /^200$|RATE_LIMITED|NOT_FOUND/),
      ...(countOf(result, /NOT_FOUND/) > 0 ? [] : ['the stream of a foreign account was not refused']),
    ],
  },
];

/** The token's own lifetime in this broker is as long as the age, so an end without a bound would move on at each refresh. */
async function refreshAgainAndAgain(scene: Scene): Promise<void> {
  const { tally, clock, target } = scene;
  let { token } = await newPerson(scene);
  // Times are rounded to seconds.
  const latestMs = clock.nowMs() + (target.sessionMaxAgeSeconds ?? 0) * 1_000 + 1_000;
  await repeat(scene, 1_000, async () => {
    const { text } = await attackWith(scene, REFRESH, {}, { token });
    token = /"token":"([^"]+)"/.exec(text)?.[1] ?? token;
    const expiresAt = /"expiresAt":"([^"]+)"/.exec(text)?.[1];
    if (expiresAt !== undefined && Date.parse(expiresAt) > latestMs)
      tally.violation(`a refreshed token expires at ${expiresAt}, past the age of its session`);
    await delay(clock, 100, scene.signal);
  });
}

async function readForeignAccount(scene: Scene): Promise<void> {
  const [victim, thief] = [await newPerson(scene), await newPerson(scene)];
  const { token } = thief;
  const socket = await newSocket(scene, { init: { authorization: `Bearer ${token}` } });
  await socket.next(({ type }) => type === 'connection_ack');
  socket.subscribe('s', 'subscription ($id: ID!) { wallet(accountId: $id) { cash { available } } }', {
    id: victim.accountId,
  });
  const end = await socket.next(({ id }) => id === 's');
  scene.tally.answer(codeOfFrame(end) ?? String(end?.type));
  await flood(scene, { perSecond: 20 }, async () => {
    const query = 'query ($id: ID!) { account(id: $id) { name cash { available } } node(id: $id) { id } }';
    const answer = await attackWith(scene, query, { id: victim.accountId }, { token });
    if (answer.status === 200 && answer.text !== '{"data":{"account":null,"node":null}}')
      scene.tally.violation(`a foreign account answered ${answer.text.slice(0, 200)}`);
  });
  socket.terminate();
}
