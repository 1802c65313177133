/** Which lines a commit replaced: `diff-tree -U0` read for line ranges only, for the few commits that need them. */
import type { ChildProcessWithoutNullStreams } from 'node:child_process'
import type { Pair } from './differences.ts'
import type { Git } from './process.ts'

/** `oldCount` lines from `oldStart` became `newCount` lines from `newStart`; 1-based, counts may be 0. */
export interface Hunk {
  readonly oldStart: number
  readonly oldCount: number
  readonly newStart: number
  readonly newCount: number
}

/** Hunks by path, oldest line first. A file renamed without a trace of its old name counts as deleted and added. */
export type HunksByPath = ReadonlyMap<string, readonly Hunk[]>

const mark = '='
const hunkHeader = /^@@ -(\d+)(?:,(\d+))? \+(\d+)(?:,(\d+))? @@/

/**
 * A path in a patch header: without its a/ or b/ prefix, C-quoted where it holds control characters or quotes, and
 * followed by a tab where it holds a space.
 */
export const patchPath = (text: string): string | null => {
  const name = text.replace(/\t$/, '')
  const plain = name.startsWith('"') ? unquote(name) : name
  return plain === '/dev/null' ? null : plain.slice(2)
}

const escapes: Readonly<Record<string, number>> = {
  a: 7,
  b: 8,
  t: 9,
  n: 10,
  v: 11,
  f: 12,
  r: 13,
  '"': 34,
  '\\': 92,
}

const unquote = (quoted: string): string => {
  const bytes: number[] = []
  for (let at = 1; at < quoted.length - 1; at += 1) {
    const character = quoted[at]!
    if (character !== '\\') {
      bytes.push(...Buffer.from(character, 'utf8'))
      continue
    }
    const octal = /^[0-7]{3}/.exec(quoted.slice(at + 1, at + 4))?.[0]
    bytes.push(octal ? Number.parseInt(octal, 8) : (escapes[quoted[at + 1] ?? ''] ?? 63))
    at += octal ? 3 : 1
  }
  return Buffer.from(bytes).toString('utf8')
}

/** Reads patches line by line; content lines are skipped by the counts their hunk announces. */
export class HunkParser {
  readonly #answered: (hunks: HunksByPath) => void
  #rest: Buffer = Buffer.alloc(0)
  #skip = 0
  #oldPath: string | null = null
  #hunks = new Map<string, Hunk[]>()
  #current: Hunk[] | null = null

  constructor(answered: (hunks: HunksByPath) => void) {
    this.#answered = answered
  }

  read(chunk: Buffer): void {
    const data = this.#rest.length === 0 ? chunk : Buffer.concat([this.#rest, chunk])
    let from = 0
    for (let end = data.indexOf(0x0a); end >= 0; end = data.indexOf(0x0a, from)) {
      // Content is most of a patch: do not even decode it.
      if (this.#skip > 0) {
        if (data[from] !== 0x5c) this.#skip -= 1
      } else this.#line(data.toString('utf8', from, end))
      from = end + 1
    }
    // Of an unfinished content line only its first byte matters; keeping the rest would cost its square.
    this.#rest = data.subarray(from, this.#skip > 0 ? from + 1 : undefined)
  }

  #line(line: string): void {
    if (line === mark) {
      const hunks = this.#hunks
      this.#hunks = new Map()
      this.#current = null
      this.#answered(hunks)
    } else if (line.startsWith('--- ')) this.#oldPath = patchPath(line.slice(4))
    else if (line.startsWith('+++ ')) {
      const path = patchPath(line.slice(4)) ?? this.#oldPath ?? ''
      this.#current = this.#hunks.get(path) ?? []
      this.#hunks.set(path, this.#current)
    } else if (line.startsWith('@@ ')) {
      const match = hunkHeader.exec(line)
      if (!match) return
      const [, oldStart, oldCount = '1', newStart, newCount = '1'] = match
      const hunk = {
        oldStart: Number(oldStart),
        oldCount: Number(oldCount),
        newStart: Number(newStart),
        newCount: Number(newCount),
      }
      this.#current?.push(hunk)
      this.#skip = hunk.oldCount + hunk.newCount
    }
  }
}

const options = [
  '--root',
  '-r',
  '-p',
  '-U0',
  '--no-renames',
  '--no-relative',
  '--ignore-submodules=all',
  '--no-ext-diff',
  '--no-textconv',
  '--no-color',
  '--diff-algorithm=myers',
  '--src-prefix=a/',
  '--dst-prefix=b/',
  '-O/dev/null',
]

interface Question {
  readonly pair: Pair
  readonly resolve: (hunks: HunksByPath | null) => void
}

/** A running `diff-tree` that answers one question after another; starts anew when absent objects kill it. */
export class HunkReader {
  readonly #git: Git
  readonly #lines: boolean
  #child: ChildProcessWithoutNullStreams | null = null
  #waiting: Question[] = []
  #deaths = 0

  /** `lines` false: the clone has no blobs, every answer is null. */
  constructor(git: Git, lines: boolean) {
    this.#git = git
    this.#lines = lines
  }

  /** The hunks of one pair; null where the clone lacks an object they need. */
  ask(pair: Pair): Promise<HunksByPath | null> {
    // A clone that lacks this many is a partial one: stop paying a process for each.
    if (!this.#lines || this.#deaths > 64) return Promise.resolve(null)
    return new Promise((resolve) => {
      const child = this.#child ?? this.#start()
      this.#waiting.push({ pair, resolve })
      child.stdin.write(`${pair.sha}${pair.parent ? ` ${pair.parent}` : ''}\n${mark}\n`)
    })
  }

  end(): void {
    this.#child?.stdin.end()
  }

  #start(): ChildProcessWithoutNullStreams {
    const child = this.#git.start(['diff-tree', '--stdin', '--always', ...options])
    const waiting: Question[] = []
    const parser = new HunkParser((hunks) => waiting.shift()?.resolve(hunks))
    this.#child = child
    this.#waiting = waiting
    child.stdout.on('data', (chunk: Buffer) => parser.read(chunk))
    child.stderr.resume()
    child.stdin.on('error', () => undefined)
    const close = (): void => {
      if (this.#child === child) this.#child = null
      const [died, ...behind] = waiting.splice(0)
      if (died) this.#deaths += 1
      died?.resolve(null)
      // The ones behind were never looked at: a new process will.
      for (const { pair, resolve } of behind) this.ask(pair).then(resolve)
    }
    child.on('error', close)
    child.on('close', close)
    return child
  }
}
