/** An ISIN from its first eleven characters, with the check digit. */
export function withCheckDigit(stem: string): string {
  const isin = [...'0123456789'].map((digit) => stem + digit).find(isValidIsin);
  if (isin === undefined) throw new RangeError(`not the stem of an ISIN: ${stem}`);
  return isin;
}

/**
 * True for a well-formed ISIN (country, nine letters or digits, check digit) with a valid check digit: the Luhn sum of
 * the code, with letters replaced by numbers, A by 10 to Z by 35.
 */
export function isValidIsin(isin: string): boolean {
  if (!/^[A-Z]{2}[A-Z0-9]{9}[0-9]$/.test(isin)) return false;
  const digits = [...isin].map((character) => parseInt(character, 36).toString()).join('');
  const sum = [...digits].reverse().reduce((total, digit, index) => {
    const value = Number(digit) * (index % 2 === 0 ? 1 : 2);
    return total + Math.floor(value / 10) + (value % 10);
  }, 0);
  return sum % 10 === 0;
}
