/** Whether the gateway has been upgraded since this page was loaded; false when it does not answer. */
export type IsUpgraded = () => Promise<boolean>;

const SCRIPT = /\/desk\/main-[A-Z0-9]{8}\.js/;

/**
 * The name of the script contains a hash of it, so another name in the document is another version.
 *
 * @param running address of the script that runs
 */
export const upgradeCheck =
  (running: string, readPage: () => Promise<string>): IsUpgraded =>
  async () => {
    const [own] = SCRIPT.exec(running) ?? [];
    const [served] = SCRIPT.exec(await readPage().catch(() => '')) ?? [];
    return own !== undefined && served !== undefined && served !== own;
  };
