// src/domain/counting.ts
/**
* A whole number with thousands apart: "1,031". By hand, because the first `toLocaleString` of a process loads tables
* for ten milliseconds.
*/
const formatCount = (count) => Math.round(count).toString().replace(/\B(?=(\d{3})+$)/g, ",");

export { formatCount as t };
