/**
 * A journal of the exchange that goes on for one that was lost counts its reports, market data and trades from an instant in milliseconds
 * on: above every sequence that counts events one by one from 1.
 */
export const RENUMBERED_FROM = 1_000_000_000_000;
