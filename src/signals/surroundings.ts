/** The past of everything a part touches, looked up once and shared by all signals. */
import type { ChangedFile } from '../domain/change.ts'
import { areaOf, directoryOf } from '../history/hash.ts'
import { wordsOf } from '../history/message.ts'
import type { Past, Touches } from '../history/past.ts'
import { horizon } from '../history/touch-window.ts'

export interface TouchedThing {
  readonly name: string
  readonly touches: Touches
}

export interface Surroundings {
  /** Files that existed before, with their past; at most `mostFiles` of them, the most changed first. */
  readonly files: readonly (TouchedThing & { readonly file: ChangedFile })[]
  readonly directories: readonly TouchedThing[]
  readonly areas: readonly TouchedThing[]
  readonly author: Touches
  /** Words of its title, with the parts whose titles had them. */
  readonly words: readonly TouchedThing[]
  /** Failures a touch leads to here, usually: what single rates are shrunken towards. */
  readonly usualFailureRate: number
}

/** Generated bulk changes touch thousands of files; the largest few hundred tell the story. */
const mostFiles = 300

const weight = (file: ChangedFile): number => (file.added ?? 0) + (file.deleted ?? 0)

export const surroundingsOf = (files: readonly ChangedFile[], title: string, past: Past): Surroundings => {
  const largest =
    files.length <= mostFiles
      ? files
      : [...files].sort((left, right) => weight(right) - weight(left)).slice(0, mostFiles)
  const directories = [...new Set(largest.map((file) => directoryOf(file.path)))]
  const areas = [...new Set(largest.map((file) => areaOf(file.path)))]
  const landed = past.landedWithin(horizon.seconds)
  return {
    files: largest.map((file) => ({
      name: file.path,
      file,
      touches: past.file(file.path, file.previousPath),
    })),
    directories: directories.map((name) => ({ name, touches: past.directory(name) })),
    areas: areas.map((name) => ({ name, touches: past.area(name) })),
    author: past.of(past.author),
    words: wordsOf(title).map((name) => ({ name, touches: past.word(name) })),
    usualFailureRate: (past.failuresWithin(horizon.seconds).count + 0.5) / (landed + 50),
  }
}

/** Touches counted as evidence for the usual rate before a thing's own record outweighs it. */
const shrinkage = 10

/** The failure rate of a thing, shrunken towards the usual one: a file changed once and failed once is no 100 %. */
export const shrunkenRate = (touches: Touches, usual: number): number =>
  (touches.failures + shrinkage * usual) / (touches.count + shrinkage)

/** The thing with the largest value; null of none. */
export const most = <Thing>(things: readonly Thing[], value: (thing: Thing) => number): Thing | null => {
  let best: Thing | null = null
  let largest = Number.NEGATIVE_INFINITY
  for (const thing of things) {
    const size = value(thing)
    if (size > largest) {
      largest = size
      best = thing
    }
  }
  return best
}

/** The last piece of a path: what people call the file. */
export const fileName = (path: string): string => path.slice(path.lastIndexOf('/') + 1)
