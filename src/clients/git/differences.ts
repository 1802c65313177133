/**
 * What changed between a commit and its first parent, for many commits, by `git diff-tree --stdin` processes that work
 * side by side. A clone may lack objects (partial, damaged, trimmed): git then dies in mid-stream; the commit it died
 * on is read again without line counts, and the process starts anew behind it.
 */
import type { ChildProcessWithoutNullStreams } from 'node:child_process'
import { SourceError } from '../../domain/errors.ts'
import type { Git } from './process.ts'
import { TokenReader } from './tokens.ts'

/** A commit and what to compare it with; null compares with the empty tree. */
export interface Pair {
  readonly sha: string
  readonly parent: string | null
}

export interface FileDifference {
  readonly path: string
  readonly previousPath?: string
  readonly status: 'added' | 'modified' | 'deleted' | 'renamed' | 'type-changed'
  /** Null: binary, submodule, or not countable in this clone. */
  readonly added: number | null
  readonly deleted: number | null
  readonly binary: boolean
  readonly submodule: boolean
}

export interface Difference {
  readonly files: readonly FileDifference[]
  /** False when the clone lacks an object that counting lines needs. */
  readonly linesKnown: boolean
  /** False when the clone lacks even the trees: nothing is known of the files. */
  readonly filesKnown: boolean
}

/** Every option that a user's configuration could set otherwise, pinned. */
const pinned = [
  '--root',
  '-r',
  '--no-relative',
  '--ignore-submodules=none',
  '--submodule=short',
  '--no-ext-diff',
  '--no-textconv',
  '--diff-algorithm=myers',
  '-O/dev/null',
]

/** How much a process is asked for: lines and renames by likeness; or only what trees tell (names, exact renames). */
const depths = {
  lines: [...pinned, '-M50%', '-l400', '--raw', '--numstat', '-z'],
  names: [...pinned, '-M100%', '--raw', '-z'],
} as const
type Depth = keyof typeof depths

const submoduleMode = '160000'
const statusOf = (letter: string): FileDifference['status'] =>
  letter === 'A' || letter === 'C'
    ? 'added'
    : letter === 'D'
      ? 'deleted'
      : letter === 'R'
        ? 'renamed'
        : letter === 'T'
          ? 'type-changed'
          : 'modified'

interface Draft {
  path: string
  previousPath?: string
  status: FileDifference['status']
  added: number | null
  deleted: number | null
  binary: boolean
  submodule: boolean
}

const mark = Buffer.from('=\n')

/** Reads the answers of one `diff-tree --stdin -z` process: raw entries, then line counts, then our own mark. */
export class DifferenceParser {
  readonly #reader = new TokenReader((token) => this.#token(token))
  readonly #answered: (files: readonly FileDifference[]) => void
  #files: Draft[] = []
  #byPath = new Map<string, Draft>()
  /** Entry whose path(s) come in the next tokens. */
  #raw: { draft: Draft; paths: number } | null = null
  #counts: { added: string; deleted: string; paths: number } | null = null

  constructor(answered: (files: readonly FileDifference[]) => void) {
    this.#answered = answered
  }

  read(chunk: Buffer): void {
    this.#reader.read(chunk)
    // A mark is a whole line with no NUL behind it until git writes again: take it as soon as it is there.
    if (!this.#raw && !this.#counts && this.#reader.restStartsWith(mark)) this.#token(this.#reader.takeRest())
  }

  #token(token: Buffer): void {
    if (this.#raw) this.#rawPath(token.toString('utf8'))
    else if (this.#counts) this.#countsPath(token.toString('utf8'))
    else this.#head(token)
  }

  #head(token: Buffer): void {
    let from = 0
    // A commit without changes and without -z output may leave several marks in a row.
    for (; token[from] === mark[0] && token[from + 1] === mark[1]; from += mark.length) this.#finish()
    if (token[from] === 0x3a) {
      this.#rawHead(token.toString('latin1', from + 1))
      return
    }
    const tab = token.indexOf(0x09, from)
    if (tab >= 0) this.#countsHead(token, from, tab)
    // Otherwise it is the name of the commit, which the marks already tell.
  }

  #rawHead(text: string): void {
    const [oldMode = '', newMode = '', , , letter = 'M'] = text.split(' ')
    const status = statusOf(letter[0] ?? 'M')
    const submodule = oldMode === submoduleMode || newMode === submoduleMode
    const draft: Draft = { path: '', status, added: null, deleted: null, binary: false, submodule }
    this.#raw = { draft, paths: letter[0] === 'R' || letter[0] === 'C' ? 2 : 1 }
  }

  #rawPath(path: string): void {
    const raw = this.#raw!
    if (raw.paths === 2) {
      raw.draft.previousPath = path
      raw.paths = 1
      return
    }
    raw.draft.path = path
    this.#files.push(raw.draft)
    this.#byPath.set(path, raw.draft)
    this.#raw = null
  }

  #countsHead(token: Buffer, from: number, tab: number): void {
    const second = token.indexOf(0x09, tab + 1)
    const added = token.toString('latin1', from, tab)
    const deleted = token.toString('latin1', tab + 1, second)
    if (second + 1 < token.length) this.#setCounts(token.toString('utf8', second + 1), added, deleted)
    // A rename leaves the path empty; the old and the new one follow as tokens of their own.
    else this.#counts = { added, deleted, paths: 2 }
  }

  #countsPath(path: string): void {
    const counts = this.#counts!
    if (counts.paths === 2) {
      counts.paths = 1
      return
    }
    this.#setCounts(path, counts.added, counts.deleted)
    this.#counts = null
  }

  #setCounts(path: string, added: string, deleted: string): void {
    const draft = this.#byPath.get(path)
    if (!draft) return
    if (added === '-') draft.binary = true
    else if (!draft.submodule) {
      draft.added = Number(added)
      draft.deleted = Number(deleted)
    }
  }

  #finish(): void {
    const files: readonly FileDifference[] = this.#files
    this.#files = []
    this.#byPath = new Map()
    this.#answered(files)
  }
}

/** One running `git diff-tree --stdin` and the commits it was asked about, oldest question first. */
class DifferenceProcess {
  readonly #child: ChildProcessWithoutNullStreams
  readonly #waiting: {
    resolve: (files: readonly FileDifference[] | null) => void
    reject: (cause: unknown) => void
  }[] = []
  #dead = false

  constructor(git: Git, depth: Depth) {
    this.#child = git.start(['diff-tree', '--stdin', '--always', ...depths[depth]])
    const parser = new DifferenceParser((files) => this.#waiting.shift()?.resolve(files))
    this.#child.stdout.on('data', (chunk: Buffer) => parser.read(chunk))
    // What git says as it dies is told by the commit it died on; an unread pipe would block it.
    this.#child.stderr.resume()
    this.#child.stdin.on('error', () => undefined)
    this.#child.on('error', (cause) => {
      this.#dead = true
      for (const { reject } of this.#waiting.splice(0))
        reject(new SourceError(`git diff-tree: ${cause.message}`, { cause }))
    })
    this.#child.on('close', () => {
      this.#dead = true
      for (const { resolve } of this.#waiting.splice(0)) resolve(null)
    })
  }

  /** The files of one pair; null when the process died before answering. */
  ask(pair: Pair): Promise<readonly FileDifference[] | null> {
    return new Promise((resolve, reject) => {
      if (this.#dead) return resolve(null)
      this.#waiting.push({ resolve, reject })
      // git echoes and flushes a line that names no commit: the mark that the answer before it is complete.
      // A block is asked in one go: one write instead of a hundred.
      const { stdin } = this.#child
      if (stdin.writableCorked === 0) {
        stdin.cork()
        process.nextTick(() => stdin.uncork())
      }
      stdin.write(`${pair.sha}${pair.parent ? ` ${pair.parent}` : ''}\n=\n`)
    })
  }

  end(): void {
    this.#child.stdin.end()
  }
}

/**
 * Where a clone lacks many objects, dying on each would cost a process a commit. After `patience` deaths among the last
 * `window` commits, lines are not asked for during the next `pause` commits.
 */
const patience = { deaths: 8, window: 64, pause: 1024 } as const

/** Reads pairs one block after another, surviving absent objects. */
class DifferenceReader {
  readonly #git: Git
  readonly #processes = new Map<Depth, DifferenceProcess>()
  #deaths: number[] = []
  #read = 0
  #pausedUntil: number

  constructor(git: Git, linesExpected: boolean) {
    this.#git = git
    this.#pausedUntil = linesExpected ? 0 : Number.POSITIVE_INFINITY
  }

  /** Newest first: packs hold the newest version of a file whole, and the older ones as steps back from it. */
  async readBlock(pairs: readonly Pair[]): Promise<readonly Difference[]> {
    return (await this.#readInOrder([...pairs].reverse())).reverse()
  }

  async #readInOrder(pairs: readonly Pair[]): Promise<Difference[]> {
    const differences: Difference[] = []
    while (differences.length < pairs.length) {
      const depth: Depth = this.#read >= this.#pausedUntil ? 'lines' : 'names'
      const rest = pairs.slice(differences.length)
      const answers = await Promise.all(rest.map((pair) => this.#process(depth).ask(pair)))
      const died = answers.indexOf(null)
      for (const files of died < 0 ? answers : answers.slice(0, died))
        differences.push({ files: files!, linesKnown: depth === 'lines', filesKnown: true })
      this.#read += died < 0 ? answers.length : died + 1
      if (died < 0) continue
      this.#processes.delete(depth)
      differences.push(depth === 'lines' ? await this.#readNames(rest[died]!) : unknownDifference)
      if (depth === 'lines') this.#noteDeath()
    }
    return differences
  }

  end(): void {
    for (const process of this.#processes.values()) process.end()
  }

  async #readNames(pair: Pair): Promise<Difference> {
    const files = await this.#process('names').ask(pair)
    if (files) return { files, linesKnown: false, filesKnown: true }
    this.#processes.delete('names')
    return unknownDifference
  }

  #process(depth: Depth): DifferenceProcess {
    const running = this.#processes.get(depth)
    if (running) return running
    const started = new DifferenceProcess(this.#git, depth)
    this.#processes.set(depth, started)
    return started
  }

  #noteDeath(): void {
    this.#deaths = [...this.#deaths.filter((at) => at > this.#read - patience.window), this.#read]
    if (this.#deaths.length < patience.deaths) return
    this.#pausedUntil = this.#read + patience.pause
    this.#deaths = []
  }
}

const unknownDifference: Difference = { files: [], linesKnown: false, filesKnown: false }

export interface ReadingOptions {
  /** Processes side by side. */
  readonly processes: number
  /** Pairs a block. */
  readonly blockSize: number
  /** Blocks read ahead of the consumer: bounds the memory held. */
  readonly ahead: number
  /** False in a partial clone without blobs: lines are not even tried. */
  readonly linesExpected: boolean
}

export const defaultReading: ReadingOptions = { processes: 2, blockSize: 128, ahead: 16, linesExpected: true }

/** The differences of `pairs`, in their order, a block at a time. */
export async function* readDifferences(
  git: Git,
  pairs: readonly Pair[],
  options: Partial<ReadingOptions> = {},
): AsyncGenerator<readonly Difference[]> {
  const { processes, blockSize, ahead, linesExpected } = { ...defaultReading, ...options }
  const readers = Array.from({ length: Math.min(processes, Math.ceil(pairs.length / blockSize)) }, () => ({
    reader: new DifferenceReader(git, linesExpected),
    busy: Promise.resolve() as Promise<unknown>,
  }))
  const queue: Promise<readonly Difference[]>[] = []
  let next = 0
  const askNext = (): void => {
    const block = pairs.slice(next * blockSize, (next + 1) * blockSize)
    const worker = readers[next % readers.length]!
    const answer = worker.busy.then(() => worker.reader.readBlock(block))
    worker.busy = answer.catch(() => undefined)
    queue.push(answer)
    next += 1
  }
  try {
    const blocks = Math.ceil(pairs.length / blockSize)
    while (next < Math.min(ahead, blocks)) askNext()
    for (let taken = 0; taken < blocks; taken += 1) {
      const block = await queue.shift()!
      if (next < blocks) askNext()
      yield block
    }
  } finally {
    for (const { reader } of readers) reader.end()
    await Promise.allSettled(queue)
  }
}
