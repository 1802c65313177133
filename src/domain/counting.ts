/**
 * A whole number with thousands apart: "1,031". By hand, because the first `toLocaleString` of a process loads tables
 * for ten milliseconds.
 */
export const formatCount = (count: number): string =>
  Math.round(count)
    .toString()
    .replace(/\B(?=(\d{3})+$)/g, ',')
