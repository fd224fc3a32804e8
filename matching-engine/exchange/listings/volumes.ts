/** Shares that a ticker traded in its last sessions, oldest first. */
export type Volumes = readonly number[];

/** The volumes with one more session, at most so many of them. */
export const withSession = (volumes: Volumes, volume: number, sessions: number): Volumes =>
  [...volumes, volume].slice(-sessions);

/** The mean of so many sessions, in whole shares; 0 until there were so many. */
export function meanOf(volumes: Volumes, sessions: number): number {
  if (volumes.length < sessions) return 0;
  return Math.floor(volumes.reduce((sum, volume) => sum + volume, 0) / volumes.length);
}
