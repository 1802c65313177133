/**
 * Names as numbers: paths, titles and authors are only ever compared, so the index holds 53-bit hashes of them and no
 * text. Two of a million names meet with probability 6e-5; the cost would be one wrong neighbour.
 */

/** Two rounds of multiply-and-rotate over UTF-16 units, joined to 53 bits; the same on every machine. */
export const hashName = (text: string, seed = 0): number => {
  let left = 0xdeadbeef ^ seed
  let right = 0x41c6ce57 ^ seed
  for (let at = 0; at < text.length; at += 1) {
    const unit = text.charCodeAt(at)
    left = Math.imul(left ^ unit, 0x9e3779b1)
    right = Math.imul(right ^ unit, 0x5f356495)
    left = (left << 13) | (left >>> 19)
    right = (right << 17) | (right >>> 15)
  }
  left = Math.imul(left ^ (left >>> 16), 0x85ebca6b) ^ Math.imul(right ^ (right >>> 13), 0xc2b2ae35)
  right = Math.imul(right ^ (right >>> 16), 0x85ebca6b) ^ Math.imul(left ^ (left >>> 13), 0xc2b2ae35)
  return 0x100000000 * (0x1fffff & (right >>> 0)) + (left >>> 0)
}

/** The kinds of things that have a history; the seed keeps a file and a folder of one name apart. */
export const entitySeeds = {
  file: 1,
  directory: 2,
  area: 3,
  author: 4,
  title: 5,
  number: 6,
  sha: 7,
  word: 8,
} as const
export type EntityKind = keyof typeof entitySeeds

export const entityOf = (kind: EntityKind, name: string): number => hashName(name, entitySeeds[kind])

/** The folder a file lies in; '' at the top. */
export const directoryOf = (path: string): string => {
  const slash = path.lastIndexOf('/')
  return slash < 0 ? '' : path.slice(0, slash)
}

/**
 * The area of a file: its first two folders, the grain at which teams divide a repository (`services/payments`,
 * `src/compiler`); '' at the top.
 */
export const areaOf = (path: string): string => {
  const first = path.indexOf('/')
  if (first < 0) return ''
  const second = path.indexOf('/', first + 1)
  return second < 0 ? path.slice(0, first) : path.slice(0, second)
}
