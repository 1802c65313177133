/** Commits: as git keeps them, and what lies between two of them. */
import { askGit, git, once } from './command.ts'
import { readLoose, readObject, writeObject } from './objects.ts'
import { isoSeconds, type Repository } from './state.ts'

export interface Person {
  name: string
  email: string
  date: string
}
export interface GitCommit {
  sha: string
  tree: string
  parents: string[]
  author: Person
  committer: Person
  message: string
}

const format = '%H%x00%T%x00%P%x00%an%x00%ae%x00%aI%x00%cn%x00%ce%x00%cI%x00%B'

/** Newest first, over whatever `git log` is asked for. No field can hold a NUL, so ten of them are a commit. */
export const readCommits = (repository: Repository, args: readonly string[]): GitCommit[] => {
  // Of a branch, git may say something else the next time.
  const lasts =
    args.some((each) => objectShape.test(each)) &&
    args.every((each) => /^-./.test(each) || objectShape.test(each))
  return lasts
    ? once(repository, `log ${args.join(' ')}`, [], () => listed(repository, args))
    : listed(repository, args)
}
const objectShape = /^[0-9a-f]{40}(?:\.\.[0-9a-f]{40})?$/

const listed = (repository: Repository, args: readonly string[]): GitCommit[] => {
  const fields = git(repository, ['log', '-z', `--format=tformat:${format}`, ...args]).split('\0')
  return Array.from({ length: Math.floor(fields.length / 10) }, (_, index) =>
    commitFrom(fields.slice(index * 10, index * 10 + 10)),
  )
}

const commitFrom = (fields: readonly string[]): GitCommit => {
  const [sha = '', tree = '', parents = '', authorName = '', authorEmail = '', authoredAt = ''] = fields
  const [committerName = '', committerEmail = '', committedAt = '', message = ''] = fields.slice(6)
  return {
    sha,
    tree,
    parents: parents.split(' ').filter((parent) => parent !== ''),
    author: { name: authorName, email: authorEmail, date: isoSeconds(new Date(authoredAt)) },
    committer: { name: committerName, email: committerEmail, date: isoSeconds(new Date(committedAt)) },
    message: message.replace(/\n+$/, ''),
  }
}

/** What every commit of ours looks like; anything else (signed, of another encoding, damaged) git itself reads. */
const plain =
  /^tree ([0-9a-f]{40})\n((?:parent [0-9a-f]{40}\n)*)author ([^<>\n]*) <([^<>\n]*)> (\d+) [+-]\d{4}\ncommitter ([^<>\n]*) <([^<>\n]*)> (\d+) [+-]\d{4}\n\n(.*)$/s

const parsed = (sha: string, content: Buffer): GitCommit | null => {
  const found = plain.exec(content.toString())
  if (found === null) return null
  const [, tree = '', parents = '', authorName = '', authorEmail = '', authoredAt = ''] = found
  const [committerName = '', committerEmail = '', committedAt = '', message = ''] = found.slice(6)
  const dateOf = (seconds: string): string => isoSeconds(new Date(Number(seconds) * 1000))
  return {
    sha,
    tree,
    parents: [...parents.matchAll(/[0-9a-f]{40}/g)].map(([parent]) => parent),
    author: { name: authorName, email: authorEmail, date: dateOf(authoredAt) },
    committer: { name: committerName, email: committerEmail, date: dateOf(committedAt) },
    message: message.replace(/\n+$/, ''),
  }
}

export const readCommit = (repository: Repository, sha: string): GitCommit =>
  once(repository, 'read', [sha], () => {
    const object = readObject(repository, sha)
    const commit = object?.type === 'commit' ? parsed(sha, object.content) : null
    const [asked] = commit === null ? readCommits(repository, ['-1', sha]) : [commit]
    if (asked === undefined) throw new Error(`no commit ${sha} in ${repository.directory}`)
    return asked
  })

/** As git cleans a name before it signs. */
const signed = ({ name, email, date }: Person): string => {
  const clean = (text: string): string =>
    text.replace(/[<>\n]/g, '').replace(/^[\0- .,:;<>"\\']+|[\0- .,:;<>"\\']+$/g, '')
  if (clean(name) === '') throw new Error(`nobody signs a commit as "${name}"`)
  return `${clean(name)} <${clean(email)}> ${Math.floor(Date.parse(date) / 1000)} +0000`
}

export const writeCommit = (
  repository: Repository,
  about: { tree: string; parents: readonly string[]; message: string; author: Person; committer: Person },
): string => {
  if (about.message.includes('\0')) throw new Error('a NUL byte in a commit message is not allowed')
  const lines = [
    `tree ${about.tree}`,
    ...about.parents.map((parent) => `parent ${parent}`),
    `author ${signed(about.author)}`,
    `committer ${signed(about.committer)}`,
    '',
    about.message,
  ]
  return writeObject(repository, 'commit', Buffer.from(lines.join('\n')))
}

/** How many commits, each with one parent, lead from one down to the other; null where they do not, or git must look. */
const stepsDown = (repository: Repository, from: string, to: string): number | null => {
  for (let steps = 0, at = from; ; steps += 1) {
    if (at === to) return steps
    const [parent, ...more] =
      readLoose(repository, at)?.type === 'commit' ? readCommit(repository, at).parents : []
    if (parent === undefined || more.length > 0) return null
    at = parent
  }
}

export const mergeBase = (repository: Repository, one: string, other: string): string | null =>
  once(repository, 'merge-base', [one, other], () => {
    if (stepsDown(repository, other, one) !== null) return one
    if (stepsDown(repository, one, other) !== null) return other
    return askGit(repository, ['merge-base', one, other])
  })
export const isAncestor = (repository: Repository, ancestor: string, of: string): boolean =>
  once(
    repository,
    'is-ancestor',
    [ancestor, of],
    () =>
      stepsDown(repository, of, ancestor) ??
      askGit(repository, ['merge-base', '--is-ancestor', ancestor, of]),
  ) !== null
/** How many commits `to` has that `from` has not. */
export const countCommits = (repository: Repository, from: string, to: string): number =>
  once(repository, 'count', [from, to], () => {
    if (stepsDown(repository, from, to) !== null) return 0
    return (
      stepsDown(repository, to, from) ?? Number(git(repository, ['rev-list', '--count', `${from}..${to}`]))
    )
  })

/** What `to` has that `from` has not, the oldest first. */
export const commitsBetween = (repository: Repository, from: string, to: string): readonly GitCommit[] => {
  const steps = stepsDown(repository, to, from)
  if (steps === null) return readCommits(repository, ['--reverse', '--topo-order', `${from}..${to}`])
  const commits: GitCommit[] = []
  for (let at = to; commits.length < steps; at = commits[0]?.parents[0] ?? '')
    commits.unshift(readCommit(repository, at))
  return commits
}
