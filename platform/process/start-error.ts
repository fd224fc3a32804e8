/** Why a process cannot start or go on, as one line for the person who started it. */
export class StartError extends Error {
  override readonly name: string = 'StartError';
}
