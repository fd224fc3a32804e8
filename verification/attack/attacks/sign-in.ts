import { median } from '../../../bench/measure.ts';
import type { Attack } from '../attack.ts';
import type { Target } from '../target.ts';
import { attackWith, flood, newPerson, type Scene } from '../attacker/scene.ts';
import { SIGN_IN } from '../clients/person.ts';
import { onlyAnswers, someAnswer } from '../tally.ts';

const GUESSES = 40;
const ANSWERS = /^200 INVALID_CREDENTIALS$|RATE_LIMITED/;

/** Sends waves of 40 guesses at once, for the addresses that `emailOf` chooses. */
const guess = (scene: Scene, emailOf: (index: number) => string): Promise<void> =>
  flood(scene, { perSecond: GUESSES, atOnce: GUESSES }, (index) =>
    attackWith(scene, SIGN_IN, { input: { email: emailOf(index), password: `guess ${index}` } }),
  );

const byAddress = ({ limitsLoopback }: Target): boolean => limitsLoopback;

export const SIGN_IN_ATTACKS: readonly Attack[] = [
  {
    name: 'guesses-of-one-account',
    does: 'guesses 40 passwords of one account at once, and goes on',
    expects: 'RATE_LIMITED before the hash after a few guesses; others sign in as before',
    slowsSignIn: true,
    run: async (scene) => {
      const { email } = await newPerson(scene);
      await guess(scene, () => email);
    },
    judge: (result) => [
      ...onlyAnswers(result, ANSWERS),
      ...someAnswer(result, /RATE_LIMITED/, 'a limit of guesses by account'),
    ],
  },
  {
    name: 'guesses-of-many-accounts',
    does: 'guesses one password each of many accounts, 40 at once',
    expects: 'RATE_LIMITED by address before the hash; others sign in as before',
    slowsSignIn: true,
    run: (scene) => guess(scene, (index) => `${scene.newName()}-${index}@example.com`),
    judge: (result, target) => [
      ...onlyAnswers(result, ANSWERS),
      ...(byAddress(target) ? someAnswer(result, /RATE_LIMITED/, 'a limit of guesses by address') : []),
    ],
  },
  {
    name: 'probes-for-users',
    does: 'compares the times of sign-ins of a user who exists and of one who does not',
    expects: 'the same answer; medians within a factor of 1.5',
    seconds: 8,
    run: async (scene) => {
      const times: Record<'known' | 'unknown', number[]> = { known: [], unknown: [] };
      // One user each, since guesses of one account are limited.
      scene.begin();
      for (let round = 0; round < ROUNDS && !scene.signal.aborted; round++) {
        const { email } = await newPerson(scene);
        for (const [kind, address] of [
          ['known', email],
          ['unknown', `${scene.newName()}@example.com`],
        ] as const) {
          const answer = await attackWith(scene, SIGN_IN, {
            input: { email: address, password: 'wrong guess' },
          });
          if (answer.code === 'INVALID_CREDENTIALS') times[kind].push(answer.ms);
        }
      }
      const [known, unknown] = [median(times.known), median(times.unknown)];
      const ratio = Math.max(known / unknown, unknown / known);
      if (ratio > 1.5)
        scene.tally.violation(
          `known users take ${known.toFixed(1)} ms, unknown ones ${unknown.toFixed(1)} ms`,
        );
    },
    judge: (result) => onlyAnswers(result, ANSWERS),
  },
];

const ROUNDS = 7;
