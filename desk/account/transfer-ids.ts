/** Ids of transfers: the same content gets the same id until the broker has answered it, so that a repeat moves nothing twice. */
export interface TransferIds {
  readonly idOf: (content: string) => string;
  /** The broker has answered: the same content is another transfer from now on. */
  readonly answered: () => void;
}

export function createTransferIds(newId: () => string): TransferIds {
  let open: { readonly content: string; readonly id: string } | null = null;
  return {
    idOf: (content) => {
      if (open?.content !== content) open = { content, id: `desk-${newId()}` };
      return open.id;
    },
    answered: () => {
      open = null;
    },
  };
}
