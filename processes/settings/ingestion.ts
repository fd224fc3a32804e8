/** The sources of daily quotes that the settings select; null for none. */
export const ingestionOf = (settings: {
  readonly INGEST_FOLDER: string | null;
  readonly INGEST_CRON: string;
  readonly INGEST_URL: string | null;
  readonly INGEST_TOKEN: string | null;
  readonly INGEST_URL_CRON: string;
}) => ({
  folder:
    settings.INGEST_FOLDER === null ? null : { path: settings.INGEST_FOLDER, cron: settings.INGEST_CRON },
  provider:
    settings.INGEST_URL === null
      ? null
      : { baseUrl: settings.INGEST_URL, token: settings.INGEST_TOKEN, cron: settings.INGEST_URL_CRON },
});
