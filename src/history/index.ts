/**
 * The as-of index: what happened to every file, folder, area and author, and when it became known. Nothing is ever
 * changed, only appended, and every question names the position before which it asks; so a measurement of the past can
 * not move when a future is added, and an index can be cut back to the past it shares with another branch.
 *
 * It holds numbers only: positions, times, counts and hashes. No path, title or person can be read from it.
 */
import type { FailureCause } from '../domain/outcome.ts'
import { Column, type ColumnType, type StoredValues } from './columns.ts'
import { type EntityHeads, EntityTable, none } from './entities.ts'
import { areaOf, directoryOf, entityOf } from './hash.ts'
import type { LandedPart } from './line.ts'
import { bareTitle, purposes, wordsOf } from './message.ts'

/** One row a part. */
const partColumns = {
  time: 'u32',
  authoredAt: 'u32',
  author: 'f64',
  purpose: 'u32',
  commits: 'u32',
  churn: 'u32',
  files: 'u32',
  zone: 'u32',
  /** First entry of its touches, and how many they are. */
  touchesFrom: 'u32',
  touches: 'u32',
} as const satisfies Record<string, ColumnType>

/** One entry for each thing a part touches, chained from newest to oldest by thing. */
const touchColumns = { part: 'u32', previous: 'u32', entity: 'f64', churn: 'u32' } as const satisfies Record<
  string,
  ColumnType
>

/** One row a failure, in the order they became known. */
const failureColumns = {
  part: 'u32',
  knownAt: 'u32',
  cause: 'u32',
  confidence: 'f32',
} as const satisfies Record<string, ColumnType>

/** One entry for each thing a failed part had touched, chained like touches. */
const scarColumns = { part: 'u32', knownAt: 'u32', previous: 'u32' } as const satisfies Record<
  string,
  ColumnType
>

export const causes: readonly FailureCause[] = ['revert', 'hotfix']

/** A file of a part as the index needs it. */
export interface TouchedFile {
  readonly path: string
  readonly previousPath?: string
  readonly added: number | null
  readonly deleted: number | null
}

export interface KnownFailure {
  readonly part: number
  readonly knownAt: number
  readonly cause: FailureCause
  readonly confidence: number
}

/** A failed part that touched a thing, and since when, in seconds, that is known. */
export interface ToldScar {
  readonly part: number
  readonly knownAt: number
}

/** Failures that git does not tell of (told-scars.ts). */
export interface ScarsBesideGit {
  /** Parts that a person cleared: what git says of them does not count. */
  readonly cleared: ReadonlySet<number>
  /** In the order they became known. */
  readonly scars: readonly ToldScar[]
  /** Those of one thing, by the name it had until a part. */
  of(entity: number, until: number): readonly ToldScar[]
}

/** Words of a SHA-1 or SHA-256 name as numbers: 8 hexadecimal digits each. */
const shaWords = (sha: string): readonly number[] =>
  Array.from({ length: Math.ceil(sha.length / 8) }, (_, at) =>
    Number.parseInt(sha.slice(at * 8, at * 8 + 8), 16),
  )

/** What an abbreviated SHA is looked up by. */
const shaKeyDigits = 7

/** Where stored columns come from; `kept` parts of them count. */
export interface StoredIndex {
  readonly column: (name: string) => StoredValues | null
  readonly kept: number
}

type Table<Columns extends Record<string, ColumnType>> = { readonly [Name in keyof Columns]: Column }

export class HistoryIndex {
  readonly parts: Table<typeof partColumns>
  readonly touches: Table<typeof touchColumns>
  readonly failures: Table<typeof failureColumns>
  readonly scars: Table<typeof scarColumns>
  /** SHAs of the parts, `shaWordsPerPart` words each. */
  readonly shas: Column
  /** Measurements, `signals` values a part; NaN where unavailable. */
  readonly rows: Column
  readonly entities: EntityTable
  readonly signals: number
  readonly shaWordsPerPart: number
  /** What is known beside what git tells; questions to the past count it, what is stored never holds it. */
  toldScars: ScarsBesideGit | null = null

  constructor(options: {
    readonly signals: number
    readonly shaDigits: number
    readonly stored?: StoredIndex
  }) {
    const { signals, shaDigits, stored } = options
    this.signals = signals
    this.shaWordsPerPart = Math.ceil(shaDigits / 8)
    const kept = stored?.kept ?? 0
    const open = (name: string, type: ColumnType, length?: number): Column =>
      new Column(type, stored?.column(name) ?? null, length)
    // What a cut index keeps of each table follows from how many parts it keeps.
    const keptTouches = stored ? firstAtLeast(open('touch.part', 'u32'), kept) : 0
    const keptFailures = stored ? firstAtLeast(open('failure.knownAt', 'u32'), kept) : 0
    const keptScars = stored ? firstAtLeast(open('scar.knownAt', 'u32'), kept) : 0
    const table = <Columns extends Record<string, ColumnType>>(
      name: string,
      columns: Columns,
      length: number,
    ) =>
      Object.fromEntries(
        Object.entries(columns).map(([column, type]) => [column, open(`${name}.${column}`, type, length)]),
      ) as Table<Columns>
    this.parts = table('part', partColumns, kept)
    this.touches = table('touch', touchColumns, keptTouches)
    this.failures = table('failure', failureColumns, keptFailures)
    this.scars = table('scar', scarColumns, keptScars)
    this.shas = open('sha', 'u32', kept * this.shaWordsPerPart)
    this.rows = open('row', 'f32', kept * signals)
    const previousTouch = open('touch.previous', 'u32')
    const touchEntity = open('touch.entity', 'f64')
    const previousScar = open('scar.previous', 'u32')
    const trim = (name: number, { touch, failure }: EntityHeads): EntityHeads => {
      let keptTouch = touch
      while (keptTouch !== none && keptTouch >= keptTouches) keptTouch = previousTouch.get(keptTouch)
      // What a cut rename had brought along goes with it.
      if (keptTouch !== none && keptTouch !== touch && touchEntity.get(keptTouch) !== name) keptTouch = none
      let keptFailure = failure
      while (keptFailure !== none && keptFailure >= keptScars) keptFailure = previousScar.get(keptFailure)
      return { touch: keptTouch, failure: keptFailure }
    }
    this.entities = new EntityTable(
      stored
        ? {
            names: open('entity.name', 'f64'),
            touches: open('entity.touch', 'u32'),
            failures: open('entity.failure', 'u32'),
            trim,
          }
        : null,
    )
  }

  /** How many parts it holds; the next one gets this position. */
  get length(): number {
    return this.parts.time.length
  }

  /** Takes in a part and what it touched; answers its position. Its measurements and failures come with `measure`. */
  append(part: LandedPart, files: readonly TouchedFile[]): number {
    const position = this.length
    const churn = files.reduce((sum, file) => sum + (file.added ?? 0) + (file.deleted ?? 0), 0)
    this.parts.time.push(part.time)
    this.parts.authoredAt.push(part.authoredAt)
    this.parts.author.push(part.authors[0] ?? 0)
    this.parts.purpose.push(part.purpose)
    this.parts.commits.push(part.commits)
    this.parts.churn.push(churn)
    this.parts.files.push(files.length)
    this.parts.zone.push(part.zoneMinutes + 24 * 60)
    this.parts.touchesFrom.push(this.touches.part.length)
    for (const word of shaWords(part.sha)) this.shas.push(word)
    const from = this.touches.part.length
    const directories = new Map<string, number>()
    const areas = new Map<string, number>()
    for (const file of files) {
      const lines = (file.added ?? 0) + (file.deleted ?? 0)
      this.#touch(position, entityOf('file', file.path), lines, file.previousPath)
      const directory = directoryOf(file.path)
      directories.set(directory, (directories.get(directory) ?? 0) + lines)
      const area = areaOf(file.path)
      areas.set(area, (areas.get(area) ?? 0) + lines)
    }
    for (const [directory, lines] of directories)
      this.#touch(position, entityOf('directory', directory), lines)
    for (const [area, lines] of areas) this.#touch(position, entityOf('area', area), lines)
    for (const author of part.authors) this.#touch(position, author, churn)
    for (const word of wordsOf(part.title)) this.#touch(position, entityOf('word', word), 0)
    this.parts.touches.push(this.touches.part.length - from)
    // Names by which later messages speak of it; they are not touched, only found.
    for (const sha of part.inner)
      this.#touch(position, shaEntity(sha), Number.parseInt(sha.slice(shaKeyDigits, shaKeyDigits + 8), 16))
    if (part.number !== null) this.#touch(position, entityOf('number', String(part.number)), 0)
    this.#touch(position, entityOf('title', bareTitle(part.title)), 0)
    return position
  }

  /** Writes down the measurements of the newest part that has none yet; parts are measured in order. */
  addRow(values: ArrayLike<number>): void {
    if (values.length !== this.signals)
      throw new Error(`a row has ${this.signals} values, got ${values.length}`)
    for (let at = 0; at < values.length; at += 1) this.rows.push(values[at]!)
  }

  /** Writes down a failure as it becomes known; in the order of `knownAt`. */
  addFailure(failure: KnownFailure): void {
    this.failures.part.push(failure.part)
    this.failures.knownAt.push(failure.knownAt)
    this.failures.cause.push(causes.indexOf(failure.cause))
    this.failures.confidence.push(failure.confidence)
    const from = this.parts.touchesFrom.get(failure.part)
    const to = from + this.parts.touches.get(failure.part)
    for (let entry = from; entry < to; entry += 1) {
      const entity = this.touches.entity.get(entry)
      const { failure: previous } = this.entities.get(entity)
      this.scars.part.push(failure.part)
      this.scars.knownAt.push(failure.knownAt)
      this.scars.previous.push(previous)
      this.entities.setFailure(entity, this.scars.part.length - 1)
    }
  }

  sha(position: number): string {
    const from = position * this.shaWordsPerPart
    return Array.from(this.shas.slice(from, from + this.shaWordsPerPart), (word) =>
      word.toString(16).padStart(8, '0'),
    ).join('')
  }

  /** Tells the position of a part by its SHA, for many SHAs of which few belong to the parts from..to; null for the rest. */
  finder(from: number, to: number): (sha: string) => number | null {
    const width = this.shaWordsPerPart
    const words = this.shas.slice(from * width, to * width)
    // The first word rules out nearly all without making a name of it.
    const byFirstWord = new Map<number, number[]>()
    for (let position = from; position < to; position += 1) {
      const word = words[(position - from) * width]!
      const others = byFirstWord.get(word)
      if (others) others.push(position)
      else byFirstWord.set(word, [position])
    }
    return (sha) =>
      byFirstWord.get(Number.parseInt(sha.slice(0, 8), 16))?.find((position) => this.sha(position) === sha) ??
      null
  }

  /** Position of the part before `before` that is or brought in a commit; null when the index does not know it. */
  positionOf(sha: string, before = this.length): number | null {
    const wanted = sha.slice(shaKeyDigits)
    for (
      let entry = this.entities.get(shaEntity(sha)).touch;
      entry !== none;
      entry = this.touches.previous.get(entry)
    ) {
      const digits = this.touches.churn.get(entry).toString(16).padStart(8, '0')
      const part = this.touches.part.get(entry)
      if (part < before && digits.startsWith(wanted.slice(0, 8))) return part
    }
    return null
  }

  /** Position of the part whose own SHA this is; null for commits inside parts and unknown ones. */
  positionOnLine(sha: string): number | null {
    const position = this.positionOf(sha)
    return position !== null && this.sha(position) === sha ? position : null
  }

  has(position: number, purpose: keyof typeof purposes): boolean {
    return (this.parts.purpose.get(position) & purposes[purpose]) !== 0
  }

  /** Newest part before `before` that carries a name (a title, a number); null when there is none. */
  lastNamed(entity: number, before: number): number | null {
    let entry = this.entities.get(entity).touch
    while (entry !== none && this.touches.part.get(entry) >= before) entry = this.touches.previous.get(entry)
    return entry === none ? null : this.touches.part.get(entry)
  }

  *failuresFrom(first = 0): Generator<KnownFailure> {
    for (let at = first; at < this.failures.part.length; at += 1) yield this.#failure(at)
  }

  /** The failures of some parts, in the order they became known. */
  failuresOf(positions: ReadonlySet<number>): readonly KnownFailure[] {
    const found: KnownFailure[] = []
    for (const [at, part] of this.failures.part.slice(0, this.failures.part.length).entries())
      if (positions.has(part)) found.push(this.#failure(at))
    return found
  }

  #failure(at: number): KnownFailure {
    return {
      part: this.failures.part.get(at),
      knownAt: this.failures.knownAt.get(at),
      cause: causes[this.failures.cause.get(at)] ?? 'revert',
      confidence: this.failures.confidence.get(at),
    }
  }

  #touch(part: number, entity: number, churn: number, previousPath?: string): void {
    const own = this.entities.get(entity).touch
    // A renamed file brings its history along.
    const previous =
      own === none && previousPath !== undefined
        ? this.entities.get(entityOf('file', previousPath)).touch
        : own
    this.touches.part.push(part)
    this.touches.previous.push(previous)
    this.touches.entity.push(entity)
    this.touches.churn.push(churn)
    this.entities.setTouch(entity, this.touches.part.length - 1)
  }
}

const shaEntity = (sha: string): number => entityOf('sha', sha.slice(0, shaKeyDigits))

/** Number of entries of an ascending column, or list, below `value`. */
export const firstAtLeast = (ascending: Column | readonly number[], value: number): number => {
  const at =
    'get' in ascending ? (index: number) => ascending.get(index) : (index: number) => ascending[index]!
  let low = 0
  let high = ascending.length
  while (low < high) {
    const middle = (low + high) >>> 1
    if (at(middle) < value) low = middle + 1
    else high = middle
  }
  return low
}
