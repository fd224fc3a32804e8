/**
 * Numbers of the investors with open orders, by which books compare them. A number is free again when the investor's
 * last open order has ended, so the memory is bounded by the open orders. Numbers never leave the exchange; a restored
 * exchange may assign others.
 */
export interface Investors {
  /** The number of a member's investor, for one more open order; 0 for an order without an investor. */
  take(member: string, investorId: string | null): number;
  /** Releases the number for one ended order of the investor. */
  giveBack(member: string, investorId: string | null): void;
}

export function createInvestors(): Investors {
  const known = new Map<string, { readonly number: number; orders: number }>();
  const free: number[] = [];
  const nextNumber = (): number => free.pop() ?? known.size + 1;
  return {
    take: (member, investorId) => {
      if (investorId === null) return 0;
      const name = nameOf(member, investorId);
      const investor = known.get(name) ?? { number: nextNumber(), orders: 0 };
      investor.orders += 1;
      known.set(name, investor);
      return investor.number;
    },
    giveBack: (member, investorId) => {
      if (investorId === null) return;
      const name = nameOf(member, investorId);
      const investor = known.get(name);
      if (!investor) throw new Error(`${name} has no open order`);
      investor.orders -= 1;
      if (investor.orders > 0) return;
      known.delete(name);
      free.push(investor.number);
    },
  };
}

/** Investor ids are unique within a member only. */
const nameOf = (member: string, investorId: string): string => `${member}\n${investorId}`;
