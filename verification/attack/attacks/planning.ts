import type { Attack } from '../attack.ts';
import { attackWith, flood, newPerson, type Scene } from '../attacker/scene.ts';
import { onlyAnswers } from '../tally.ts';
import { randomSelection } from './random-operation.ts';

const CHARACTERS = 14_000;

/** A distinct operation of about 14 KB over all types that have an id. */
function nodeOperation({ schema, random, newName }: Scene): string {
  const node = schema.getType('Node');
  if (!node) throw new Error('the schema has no type Node');
  const selection = randomSelection(schema, node, { random, characters: CHARACTERS });
  return `query ${newName().replaceAll('-', '_')} { node(id: "b3JkZXI6MQ") ${selection} }`;
}

/** A distinct operation of about 14 KB over public fields. */
function assetOperation({ schema, random, newName }: Scene): string {
  const asset = schema.getType('Asset');
  if (!asset) throw new Error('the schema has no type Asset');
  const selection = randomSelection(schema, asset, { random, characters: CHARACTERS });
  return `query ${newName().replaceAll('-', '_')} { asset(ticker: "PETR4") ${selection} }`;
}

const REFUSED_BEFORE_PLANNING = /UNAUTHENTICATED|OPERATION_TOO_COMPLEX|RATE_LIMITED/;

export const PLANNING_ATTACKS: readonly Attack[] = [
  {
    name: 'distinct-node-operations',
    does: 'sends distinct 14 KB operations on `node` without a token, 10 a second',
    expects: 'each is refused before it is planned',
    run: (scene) =>
      flood(scene, { perSecond: 10, atOnce: 10 }, () => attackWith(scene, nodeOperation(scene))),
    judge: (result) => onlyAnswers(result, REFUSED_BEFORE_PLANNING),
  },
  {
    name: 'distinct-public-operations',
    does: 'sends distinct 14 KB operations on public fields, 10 a second',
    expects: 'refused as too complex or limited after a few plans; the plan cache stays within its bytes',
    run: (scene) =>
      flood(scene, { perSecond: 10, atOnce: 10 }, () => attackWith(scene, assetOperation(scene))),
    judge: (result) => onlyAnswers(result, /^200$|OPERATION_TOO_COMPLEX|RATE_LIMITED/),
  },
  {
    name: 'plan-misses-of-a-user',
    does: 'sends distinct small operations with a token, 150 a second, and goes on until one is limited',
    seconds: 6,
    expects: 'RATE_LIMITED (429) once the plan misses of the user are used up',
    run: async (scene) => {
      const { token } = await newPerson(scene);
      const miss = (index: number) =>
        attackWith(
          scene,
          `query Q${index}_${scene.newName().replaceAll('-', '_')} { me { id } }`,
          {},
          { token },
        );
      let sent = 0;
      let isLimited = false;
      const startMs = scene.clock.nowMs();
      const sendMiss = async (): Promise<void> => {
        if ((await miss(sent++)).status === 429) isLimited = true;
      };
      await flood(scene, { perSecond: 150 }, sendMiss);
      // A slow machine answers fewer misses in that time than may come at once.
      const untilMs = scene.clock.nowMs() + LONGEST_EXTENSION_MS;
      while (!isLimited && scene.clock.nowMs() < untilMs) await together(MISSES_AT_ONCE, sendMiss);
      if (isLimited) return;
      const seconds = Math.round((scene.clock.nowMs() - startMs) / 1_000);
      scene.tally.violation(
        `the limit of plan misses was not reached: ${sent} misses in ${seconds} s; the default takes ${MISSES_AT_A_TIME}, and ${MISSES_PER_SECOND} more a second`,
      );
    },
    judge: (result) => onlyAnswers(result, /^200$|RATE_LIMITED/),
  },
];

/** Time after the flood in which the attack goes on until it is limited. */
const LONGEST_EXTENSION_MS = 40_000;
const MISSES_AT_ONCE = 20;
/** The default of RATE_USER_PLANS: misses that may come at once, and those of each further second. */
const MISSES_AT_A_TIME = 300;
const MISSES_PER_SECOND = 5;

const together = (count: number, send: () => Promise<void>): Promise<unknown> =>
  Promise.all(Array.from({ length: count }, send));
