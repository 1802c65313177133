/** Reading commits into facts: the one place where names and addresses of people are seen, and left behind as hashes. */
import { type Commit, readCommits, streamCommits } from '../clients/git/commits.ts'
import type { Git } from '../clients/git/process.ts'
import { hashName } from '../history/hash.ts'
import type { CommitFacts } from '../history/line.ts'
import { understandMessage } from '../history/message.ts'

/** Salted, so that nobody can test an index for a known address without the salt beside it. */
export type AuthorHash = (address: string) => number

export const authorHash = (salt: string): AuthorHash => {
  const seed = hashName(salt) % 0x7fffffff
  const known = new Map<string, number>()
  return (address) => {
    const lower = address.toLowerCase()
    const found = known.get(lower) ?? hashName(`${salt}\0${lower}`, seed)
    known.set(lower, found)
    return found
  }
}

const botName = /\[bot\]|(?:^|[^a-z])(?:bot|dependabot|renovate|autoroll(?:er)?)(?:[^a-z]|$)/i

export const factsOf = (commit: Commit, hash: AuthorHash): CommitFacts => {
  const message = understandMessage(commit.message)
  const author = hash(commit.authorEmail)
  return {
    sha: commit.sha,
    parents: commit.parents,
    committedAt: commit.committedAt,
    authoredAt: commit.authoredAt,
    zoneMinutes: commit.zoneMinutes,
    author,
    coAuthors: message.coAuthors.map(hash).filter((other) => other !== author),
    bot: botName.test(commit.authorName) || botName.test(commit.authorEmail.split('@')[0] ?? ''),
    message,
  }
}

/** All commits of a range (arguments of rev-list), by SHA. */
export const readFacts = async (
  git: Git,
  range: readonly string[],
  hash: AuthorHash,
): Promise<ReadonlyMap<string, CommitFacts>> => {
  const commits = new Map<string, CommitFacts>()
  await readCommits(git, range, (commit) => commits.set(commit.sha, factsOf(commit, hash)))
  return commits
}

/** The commits of a range in the order in which they could have been made: parents before children. */
export async function* streamFacts(
  git: Git,
  range: readonly string[],
  hash: AuthorHash,
): AsyncGenerator<CommitFacts> {
  for await (const commits of streamCommits(git, range, ['--topo-order', '--reverse']))
    for (const commit of commits) yield factsOf(commit, hash)
}
