/** Shares that a ticker traded in its last sessions, oldest session first. */
export type Volumes = readonly number[];

/** The volumes with one more session; the oldest are dropped beyond `sessions`. */
export const withSession = (volumes: Volumes, volume: number, sessions: number): Volumes =>
  [...volumes, volume].slice(-sessions);

/** Mean shares a session, rounded down; 0 while there are fewer than `sessions`. */
export function meanOf(volumes: Volumes, sessions: number): number {
  if (volumes.length < sessions) return 0;
  return Math.floor(volumes.reduce((sum, volume) => sum + volume, 0) / volumes.length);
}
