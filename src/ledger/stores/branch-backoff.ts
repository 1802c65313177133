/**
 * How long a writer stays away after it lost: anything up to 2 s, 4 s, 8 s, … 30 s. Writers that lost together must not
 * come back together. With 20 of them at once and 1.2 s from reading to having written, all get through within a
 * minute; of 40, one in 2,000 gives up after ten losses (simulated).
 */
export const backoffMilliseconds = (attempt: number, random: () => number): number =>
  Math.ceil(random() * Math.min(30_000, 2000 * 2 ** Math.min(attempt, 10)))

/** An append tries once and then so often again. */
export const mostRetries = 10
/** So often in a row a write may end without anybody knowing how, before the append gives up. */
export const mostDoubts = 3
/** A branch that stands where it stood before is read so often again, for it may only be shown late. */
export const mostStaleReads = 4
