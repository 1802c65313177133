/**
 * `node:child_process` for tests that judge one change thousands of times: what git once said to the gate about a
 * checkout that nobody touches, it says again without being started. Everything else is asked anew.
 *
 *   vi.mock('node:child_process', () => import('./remembered-git.ts'))
 */
import { EventEmitter, once } from 'node:events'
import { createRequire } from 'node:module'
import { PassThrough, type Readable } from 'node:stream'

type ChildProcess = typeof import('node:child_process')
// Not by import, which would lead back here.
const real = createRequire(import.meta.url)('node:child_process') as ChildProcess

interface Said {
  readonly status: number | null
  readonly output: Buffer
  readonly error: Buffer
}
const said = new Map<string, Promise<Said>>()
const questions = [
  'rev-parse',
  'cat-file',
  'for-each-ref',
  'merge-base',
  'config',
  'rev-list',
  'show-ref',
  'tag',
  'diff-tree',
]
/** Asked line by line, in whole lines, while they run. */
const conversations = ['--batch', 'diff-tree']

const all = async (stream: Readable): Promise<Buffer> => Buffer.concat(await stream.toArray())

const ask = async (args: readonly string[], options: object, input: Buffer): Promise<Said> => {
  const child = real.spawn('git', args, { ...options, stdio: ['pipe', 'pipe', 'pipe'] })
  child.stdin.on('error', () => undefined)
  child.stdin.end(input)
  const ended = once(child, 'close')
  const [output, error] = await Promise.all([all(child.stdout), all(child.stderr)])
  const [status] = (await ended) as [number | null]
  return { status, output, error }
}

/** What is known of a question, or what the real git answers now. */
const recall = async (args: readonly string[], options: object, input: Buffer): Promise<Said> => {
  const key = [...args, input.toString('latin1')].join('\0')
  const before = said.get(key) ?? ask(args, options, input)
  said.set(key, before)
  const { status, output } = await before
  // What was not there may be fetched; but that there are no tags is an answer.
  if ((status !== 0 && !args.includes('show-ref')) || output.includes(' missing')) said.delete(key)
  return before
}

/** A process that answers when its input has ended or, where the gate converses with it, each question at once. */
const answering = (args: readonly string[], options: object): object => {
  const [stdin, stdout, stderr] = [new PassThrough(), new PassThrough(), new PassThrough()]
  const child = Object.assign(new EventEmitter(), { stdin, stdout, stderr, killed: false, kill: () => false })
  const converse = async (): Promise<Omit<Said, 'output'>> => {
    for await (const chunk of stdin as AsyncIterable<Buffer>) {
      const { status, output, error } = await recall(args, options, chunk)
      stdout.write(output)
      if (status !== 0) return { status, error }
    }
    return { status: 0, error: Buffer.alloc(0) }
  }
  const answer = async (): Promise<void> => {
    const whole = conversations.some((each) => args.includes(each))
      ? null
      : await all(stdin).then((input) => recall(args, options, input))
    const { status, error } = whole ?? (await converse())
    const ends = [once(stdout, 'end'), once(stderr, 'end')]
    stdout.end(whole?.output)
    stderr.end(error)
    await Promise.all(ends)
    child.emit('close', status)
  }
  answer().catch((error: unknown) => child.emit('error', error))
  return child
}

export const spawn = ((command: string, args: readonly string[], options: object) =>
  command === 'git' && args.some((each) => questions.includes(each))
    ? answering(args, options)
    : real.spawn(command, args, options)) as ChildProcess['spawn']

export const { execFileSync, execFile, execSync, fork, spawnSync } = real
