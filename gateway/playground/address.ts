/** Where the playground is; its files lie below. */
export const PLAYGROUND_PATH = '/playground';
