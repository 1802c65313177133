/** Commits and their messages as a stream; and the first-parent line. */
import { SourceError } from '../../domain/errors.ts'
import type { ObjectReader } from './objects.ts'
import type { Git } from './process.ts'
import { TokenReader } from './tokens.ts'

export interface Commit {
  readonly sha: string
  readonly parents: readonly string[]
  /** Committer and author times, seconds since the epoch. */
  readonly committedAt: number
  readonly authoredAt: number
  /** The author's clock: minutes east of UTC. */
  readonly zoneMinutes: number
  readonly authorEmail: string
  readonly authorName: string
  /** The whole message as UTF-8; what is no valid UTF-8 shows as U+FFFD. */
  readonly message: string
}

const fields = 7

/** `1700000000 +0530`, as `--date=raw` writes it; nonsense zones of old imports count as UTC. */
const authorTime = (raw: string): { authoredAt: number; zoneMinutes: number } => {
  const [seconds = '0', zone = '+0000'] = raw.split(' ')
  const minutes = Number(zone.slice(1, 3)) * 60 + Number(zone.slice(3, 5))
  const zoneMinutes = minutes <= 14 * 60 ? (zone[0] === '-' ? -minutes : minutes) : 0
  return { authoredAt: Number(seconds), zoneMinutes: zoneMinutes || 0 }
}

/** Cuts the output of rev-list into commits; each record is git's own "commit SHA" line (left aside), then the fields. */
const commitParser = (take: (commit: Commit) => void): TokenReader => {
  const values: Buffer[] = []
  let expectHeader = true
  return new TokenReader((token) => {
    if (expectHeader) {
      expectHeader = false
      return
    }
    values.push(token)
    if (values.length < fields) return
    const [sha, parents, committedAt, authoredAt, email, name, message] = values as [
      Buffer,
      Buffer,
      Buffer,
      Buffer,
      Buffer,
      Buffer,
      Buffer,
    ]
    take({
      sha: sha.toString('latin1'),
      parents: parents.length === 0 ? [] : parents.toString('latin1').split(' '),
      committedAt: Number(committedAt.toString('latin1')),
      ...authorTime(authoredAt.toString('latin1')),
      authorEmail: email.toString('utf8'),
      authorName: name.toString('utf8'),
      message: message.toString('utf8'),
    })
    values.length = 0
    expectHeader = true
  })
}

/**
 * The commits of `range` (arguments of rev-list: a SHA, `^SHA`), a chunk of git's output at a time; git waits while
 * nobody asks. A commit that git cannot read ends the stream with a `SourceError`.
 */
export async function* streamCommits(
  git: Git,
  range: readonly string[],
  options: readonly string[] = [],
): AsyncGenerator<readonly Commit[]> {
  const child = git.start([
    'rev-list',
    ...options,
    '--encoding=UTF-8',
    '--date=raw',
    '--format=tformat:%x00%H%x00%P%x00%ct%x00%ad%x00%ae%x00%an%x00%B%x00',
    '--stdin',
  ])
  let error = ''
  child.stderr.on('data', (chunk: Buffer) => {
    error += chunk.toString('utf8')
  })
  const closed = new Promise<number | null>((resolve, reject) => {
    child.on('error', (cause) => reject(new SourceError(`git rev-list: ${cause.message}`, { cause })))
    child.on('close', resolve)
  })
  // Whoever stops reading early does not wait for the end; its failure then concerns nobody.
  closed.catch(() => undefined)
  child.stdin.on('error', () => undefined)
  child.stdin.end(`${range.join('\n')}\n`)
  let batch: Commit[] = []
  const parser = commitParser((commit) => batch.push(commit))
  try {
    for await (const chunk of child.stdout) {
      parser.read(chunk as Buffer)
      if (batch.length === 0) continue
      const full = batch
      batch = []
      yield full
    }
    const status = await closed
    if (status !== 0)
      throw new SourceError(`git rev-list: ${error.split('\n')[0] || `ended with status ${status}`}`)
  } finally {
    child.kill()
  }
}

/** All commits of a range, one by one into `take`. */
export const readCommits = async (
  git: Git,
  range: readonly string[],
  take: (commit: Commit) => void,
  options: readonly string[] = [],
): Promise<void> => {
  for await (const commits of streamCommits(git, range, options)) for (const commit of commits) take(commit)
}

const otherEncoding = /^encoding /m

/** The message of a commit as UTF-8; null where the clone does not hold it. */
export const readMessage = async (git: Git, objects: ObjectReader, sha: string): Promise<string | null> => {
  const object = await objects.read(sha)
  if (object?.type !== 'commit') return null
  const headEnd = object.content.indexOf('\n\n')
  if (headEnd < 0) return ''
  if (!otherEncoding.test(object.content.toString('latin1', 0, headEnd)))
    return object.content.toString('utf8', headEnd + 2)
  // git knows more encodings than we do.
  let message: string | null = null
  await readCommits(git, [sha], (commit) => (message = commit.message), ['--no-walk'])
  return message
}

export interface LineEntry {
  readonly sha: string
  readonly parents: readonly string[]
  readonly committedAt: number
}

/**
 * The first-parent line of `head`, newest first; `limit` bounds how many are read. Commits whose parents a shallow
 * clone cut off come without parents.
 */
export const readLine = async (git: Git, head: string, limit?: number): Promise<readonly LineEntry[]> => {
  const output = await git.run([
    'rev-list',
    '--first-parent',
    '--parents',
    '--timestamp',
    ...(limit === undefined ? [] : [`--max-count=${limit}`]),
    head,
  ])
  const entries: LineEntry[] = []
  for (const line of output.split('\n')) {
    if (line === '') continue
    const [time, sha, ...parents] = line.split(' ') as [string, string, ...string[]]
    entries.push({ sha, parents, committedAt: Number(time) })
  }
  return entries
}
