import type { Clock } from '#sdk/src/index.ts';

/** The desk's needs of the browser. Tests pass their own. */
export interface Browser {
  readonly clock: Clock;
  /** An id that nothing else has, of characters that the graph takes. */
  readonly newId: () => string;
  /** Calls back before the browser paints next; about 60 times a second, and not at all while the page is hidden. */
  readonly beforePaint: (callback: () => void) => void;
  /** Gives the user a file. */
  readonly saveFile: (name: string, content: Blob) => void;
  readonly print: () => void;
  readonly reload: () => void;
  /** Rejects where the browser or its user forbids the clipboard. */
  readonly copy: (text: string) => Promise<void>;
  /** Null where the browser keeps nothing. */
  readonly storage: Storage | null;
}

export const thisBrowser = (): Browser => ({
  clock: {
    nowMs: () => Date.now(),
    after: (delayMs, callback) => {
      const timer = setTimeout(callback, delayMs);
      return { cancel: () => clearTimeout(timer) };
    },
  },
  // randomUUID exists on pages from https and localhost alone.
  newId: () =>
    [...crypto.getRandomValues(new Uint8Array(12))]
      .map((byte) => byte.toString(16).padStart(2, '0'))
      .join(''),
  saveFile,
  print: () => print(),
  reload: () => location.reload(),
  // The clipboard exists on pages from https and localhost alone.
  copy: async (text) => navigator.clipboard.writeText(text),
  beforePaint: (callback) => void requestAnimationFrame(callback),
  storage: storageOf(),
});

/** Reading the property throws where the user forbids storage. */
function storageOf(): Storage | null {
  try {
    return localStorage;
  } catch {
    return null;
  }
}

/** Time in which a browser has begun to read the address. */
const READ_MS = 60_000;

function saveFile(name: string, content: Blob): void {
  const address = URL.createObjectURL(content);
  const link = document.createElement('a');
  link.href = address;
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(address), READ_MS);
}
