/**
 * Objects by name, whole: one `git cat-file --batch`, started by the first question, answers all of them. A clone may
 * lack objects, and git may die of one it cannot read: that one counts as absent, and a new process reads those behind.
 */
import type { ChildProcessWithoutNullStreams } from 'node:child_process'
import { SourceError } from '../../domain/errors.ts'
import { type Git, notInstalled } from './process.ts'

export interface GitObject {
  readonly sha: string
  readonly type: 'blob' | 'commit' | 'tag' | 'tree'
  readonly content: Buffer
}

interface Question {
  readonly name: string
  readonly resolve: (object: GitObject | null) => void
  readonly reject: (cause: SourceError) => void
}

/** What git says of an object before its bytes, and how many they are. */
interface Head {
  readonly object: Omit<GitObject, 'content'>
  readonly size: number
}

const found = /^([0-9a-f]{40,64}) (blob|commit|tag|tree) (\d+)$/
const newline = 0x0a

/** Cuts git's answers apart: a line that names the object, then so many bytes and a newline; or a line that it is missing. */
export class ObjectParser {
  readonly #answered: (object: GitObject | null) => void
  #pieces: Buffer[] = []
  #held = 0
  /** Of the object at hand, once its line is there. */
  #head: Head | null = null

  constructor(answered: (object: GitObject | null) => void) {
    this.#answered = answered
  }

  read(chunk: Buffer): void {
    this.#pieces.push(chunk)
    this.#held += chunk.length
    while (this.#head ? this.#content(this.#head) : this.#line()) {
      // Each step takes one line, or one object, off what is held.
    }
  }

  #line(): boolean {
    const held = this.#join()
    const end = held.indexOf(newline)
    if (end < 0) return false
    const match = found.exec(held.toString('utf8', 0, end))
    this.#keep(held.subarray(end + 1))
    if (match) {
      const [, sha = '', type, size] = match
      this.#head = { object: { sha, type: type as GitObject['type'] }, size: Number(size) }
    } else this.#answered(null)
    return true
  }

  #content({ object, size }: Head): boolean {
    // Joined once, when all of it is there: a large object comes in many pieces.
    if (this.#held <= size) return false
    const held = this.#join()
    this.#keep(held.subarray(size + 1))
    this.#head = null
    this.#answered({ ...object, content: held.subarray(0, size) })
    return true
  }

  #join(): Buffer {
    if (this.#pieces.length !== 1) this.#pieces = [Buffer.concat(this.#pieces)]
    return this.#pieces[0]!
  }

  #keep(rest: Buffer): void {
    this.#pieces = rest.length === 0 ? [] : [rest]
    this.#held = rest.length
  }
}

interface Process {
  readonly child: ChildProcessWithoutNullStreams
  /** Oldest question first. */
  readonly waiting: Question[]
}

export class ObjectReader {
  readonly #git: Git
  #running: Process | null = null

  constructor(git: Git) {
    this.#git = git
  }

  /** The object that a name stands for (`HEAD^{commit}`, `main:path`); null where it is absent, or the name ambiguous. */
  read(name: string): Promise<GitObject | null> {
    // Names are told apart by lines.
    if (/[\n\0]/.test(name)) return Promise.resolve(null)
    return new Promise((resolve, reject) => this.#ask({ name, resolve, reject }))
  }

  /** Lets git go; a later question starts it anew. */
  end(): void {
    this.#running?.child.stdin.end()
    this.#running = null
  }

  #ask(question: Question): void {
    this.#running ??= this.#start()
    this.#running.waiting.push(question)
    this.#running.child.stdin.write(`${question.name}\n`)
  }

  #start(): Process {
    const child = this.#git.start(['cat-file', '--batch'])
    const waiting: Question[] = []
    const running = { child, waiting }
    const parser = new ObjectParser((object) => waiting.shift()?.resolve(object))
    child.stdout.on('data', (chunk: Buffer) => parser.read(chunk))
    // What git says as it dies is told by the object it died of; an unread pipe would block it.
    child.stderr.resume()
    child.stdin.on('error', () => undefined)
    child.on('error', (cause) => {
      if (this.#running === running) this.#running = null
      for (const { reject } of waiting.splice(0)) reject(new SourceError(notInstalled, { cause }))
    })
    child.on('close', () => {
      if (this.#running === running) this.#running = null
      const [died, ...behind] = waiting.splice(0)
      died?.resolve(null)
      for (const question of behind) this.#ask(question)
    })
    return running
  }
}
