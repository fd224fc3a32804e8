/** The most cash that may come into an account, and the most that its shares of one ticker may have cost: R$ 40 trillion. Twice as much is still a safe integer. */
export const MAX_ACCOUNT_CENTAVOS = 4_000_000_000_000_000;

/** The most shares of one ticker that may be brought into an account; what it then buys still fits 32 bits. */
export const MAX_OWNED_SHARES = 1_000_000_000;
