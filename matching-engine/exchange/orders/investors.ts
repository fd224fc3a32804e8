/**
 * Numbers for the investors of open orders, as books know them. A number is free again when the last open order of
 * its investor has ended, so that they take no more memory than open orders do. Which number somebody has is never
 * told: a restored exchange may number them otherwise.
 */
export interface Investors {
  /** The number of an investor of a member for one more open order; 0 for nobody. */
  take(member: string, investorId: string | null): number;
  /** One of the investor's open orders has ended. */
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

/** An investor's id is unique within the member alone. */
const nameOf = (member: string, investorId: string): string => `${member}\n${investorId}`;
