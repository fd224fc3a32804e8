import type { WalletFact } from '#contracts/messages/wallet-facts.ts';

/** Facts kept for a reader who is slower than they come; beyond it they are read from the store when wanted. */
const MAX_WAITING = 256;
/** Facts read from the store at once. */
const PAGE = 200;

/** Reads facts of an account after a sequence, oldest first. */
export type ReadFacts = (
  accountId: string,
  afterSequence: number,
  limit: number,
) => Promise<readonly WalletFact[]>;

/** Readers of wallet streams, by account. */
export interface WalletStreams {
  /** Every fact of the account after this sequence, in order, none missed or repeated, until the reader stops. */
  follow(accountId: string, afterSequence: number): AsyncIterableIterator<WalletFact>;
  /** A fact was published: wakes those who follow its account. It may come late, twice or not at all. */
  offer(fact: WalletFact): void;
  /** Ends all streams. */
  end(): void;
}

interface Follower {
  offer(fact: WalletFact): void;
  end(): void;
}

/**
 * Makes the streams. The store is what they are read from; a published fact only says that there is more, and spares the
 * reading when it is just the next one.
 */
export function createWalletStreams(readFacts: ReadFacts): WalletStreams {
  const followers = new Map<string, Set<Follower>>();
  const remove = (accountId: string, follower: Follower): void => {
    const others = followers.get(accountId);
    others?.delete(follower);
    if (others?.size === 0) followers.delete(accountId);
  };
  return {
    follow: (accountId, afterSequence) => {
      const read = (after: number): Promise<readonly WalletFact[]> => readFacts(accountId, after, PAGE);
      const { follower, iterator } = createFollower(afterSequence, read, () => remove(accountId, follower));
      const others = followers.get(accountId) ?? new Set();
      followers.set(accountId, others.add(follower));
      return iterator;
    },
    offer: (fact) => followers.get(fact.accountId)?.forEach((follower) => follower.offer(fact)),
    end: () => [...followers.values()].forEach((some) => [...some].forEach((follower) => follower.end())),
  };
}

function createFollower(
  afterSequence: number,
  read: (after: number) => Promise<readonly WalletFact[]>,
  onEnd: () => void,
): { follower: Follower; iterator: AsyncIterableIterator<WalletFact> } {
  const waiting: WalletFact[] = [];
  let last = afterSequence;
  let behind = true;
  let ended = false;
  const readers: (() => void)[] = [];
  const wake = (): void => readers.splice(0).forEach((resume) => resume());

  const take = (fact: WalletFact): void => {
    if (fact.sequence !== last + 1) return;
    waiting.push(fact);
    last = fact.sequence;
  };
  const catchUp = async (): Promise<void> => {
    behind = false;
    const facts = await read(last);
    facts.forEach(take);
    if (facts.length === PAGE) behind = true;
  };
  const end = (): void => {
    if (ended) return;
    ended = true;
    onEnd();
    wake();
  };
  const next = async (): Promise<IteratorResult<WalletFact>> => {
    while (!ended) {
      const fact = waiting.shift();
      if (fact) return { done: false, value: fact };
      if (behind) await catchUp();
      else await new Promise<void>((resume) => readers.push(resume));
    }
    return { done: true, value: undefined };
  };
  const iterator: AsyncIterableIterator<WalletFact> = {
    [Symbol.asyncIterator]: () => iterator,
    next,
    return: async () => {
      end();
      return { done: true, value: undefined };
    },
    throw: async (error) => {
      end();
      throw error;
    },
  };
  const offer = (fact: WalletFact): void => {
    if (fact.sequence <= last) return;
    if (fact.sequence === last + 1 && !behind && waiting.length < MAX_WAITING) take(fact);
    else behind = true;
    wake();
  };
  return { follower: { offer, end }, iterator };
}
