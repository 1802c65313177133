/** A moment as records and reports write it: ISO 8601 in UTC. @param seconds since the epoch */
export const isoMoment = (seconds: number): string => new Date(seconds * 1000).toISOString()
