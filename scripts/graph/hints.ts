import type { AllowedHint } from './allowed-hints.ts';

/** A hint of composition: the subgraphs compose, but may not mean the same. */
export interface Hint {
  readonly code: string;
  /** Null for a hint about the whole graph. */
  readonly coordinate: string | null;
  readonly message: string;
}

const isAbout = (hint: Hint, { code, coordinate }: AllowedHint): boolean =>
  hint.code === code && hint.coordinate === coordinate;

const nameOf = ({ code, coordinate }: Omit<Hint, 'message'>): string =>
  coordinate === null ? code : `${code} at ${coordinate}`;

/** Problems: hints that are not listed, listed ones that composition does not raise, and entries without a reason. */
export function unlistedHints(hints: readonly Hint[], allowed: readonly AllowedHint[]): string[] {
  return [
    ...hints
      .filter((hint) => !allowed.some((entry) => isAbout(hint, entry)))
      .map((hint) => `composition hint ${nameOf(hint)}: ${hint.message.replace(/\s+/g, ' ').trim()}`),
    ...allowed
      .filter((entry) => !hints.some((hint) => isAbout(hint, entry)))
      .map((entry) => `allowed hint ${nameOf(entry)}: composition does not raise it, remove the entry`),
    ...allowed
      .filter(({ reason }) => reason.trim() === '')
      .map((entry) => `allowed hint ${nameOf(entry)}: it has no reason`),
  ];
}
