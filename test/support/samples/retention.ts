/** Days for which the parts of tests keep rows that prove no money. */
export const TEST_RETENTION = {
  updateDays: 30,
  requestDays: 90,
  deadLetterDays: 90,
  tradeDays: 7,
  candleDays: 90,
} as const;
