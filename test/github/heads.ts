/** Where pull requests stand: an open one follows its branch, which somebody may have pushed to. */
import { git, moveRef, refsOf, resolveCommit } from './git.ts'
import { findRepository, fullName, type Pull, type Repository, type State } from './state.ts'

/** Brings `head.sha` and `refs/pull/N/head` up to date with the branch; a closed one stays where it was. */
export const syncPull = (state: State, repository: Repository, pull: Pull): Pull => {
  if (pull.state !== 'open' || pull.head.repository === null) return pull
  const [owner = '', name = ''] = pull.head.repository.split('/')
  const from = findRepository(state, owner, name)
  const sha = from === undefined ? null : (refsOf(from)[`refs/heads/${pull.head.ref}`] ?? null)
  if (from === undefined || sha === null) return pull
  if (sha !== pull.head.sha) {
    pull.head.sha = sha
    pull.base.sha = resolveCommit(repository, pull.base.ref) ?? pull.base.sha
  }
  keepHead(repository, pull, from)
  return pull
}

/** So that the objects of a fork are in the repository, and `git fetch origin refs/pull/N/head` works. */
const keepHead = (repository: Repository, pull: Pull, from: Repository): void => {
  const ref = `refs/pull/${pull.number}/head`
  const refs = refsOf(repository)
  if (repository.frozenRefs !== undefined || refs[ref] === pull.head.sha) return
  if (fullName(from) !== fullName(repository)) {
    git(repository, ['fetch', '--quiet', from.directory, `+${pull.head.sha}:${ref}`])
    return
  }
  moveRef(repository, ref, { from: refs[ref] ?? null, to: pull.head.sha })
}

export const syncPulls = (state: State, repository: Repository): void => {
  for (const pull of repository.pulls) syncPull(state, repository, pull)
}
