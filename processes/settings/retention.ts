/** Days for which the parts keep rows that prove no money, from the settings. */
export const retentionOf = (settings: {
  readonly KEEP_UPDATES_DAYS: number;
  readonly KEEP_REQUESTS_DAYS: number;
  readonly KEEP_DEAD_LETTERS_DAYS: number;
  readonly KEEP_TRADES_DAYS: number;
  readonly KEEP_CANDLES_DAYS: number;
}) => ({
  updateDays: settings.KEEP_UPDATES_DAYS,
  requestDays: settings.KEEP_REQUESTS_DAYS,
  deadLetterDays: settings.KEEP_DEAD_LETTERS_DAYS,
  tradeDays: settings.KEEP_TRADES_DAYS,
  candleDays: settings.KEEP_CANDLES_DAYS,
});
