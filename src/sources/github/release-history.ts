/** What published releases say of an environment: which may be what runs there, and what was published lately. */
import type { GitHub, RepositoryName } from '../../clients/github/github.ts'
import type { ReleasesSource } from '../../config/configuration.ts'
import { isoMoment } from '../../domain/moment.ts'
import { countingVersions, likeliestLive, type PublishedVersion } from '../version-tags.ts'
import { type DeploymentFacts, type EnvironmentHistory, environmentHistory } from './deployment-history.ts'
import { commitsOfTags, publishedReleases } from './releases.ts'

/** Requests at most for the list of tags; the newest versions are asked for by name where it does not reach them. */
const mostTagPages = 2

/**
 * Of the newest hundred releases those that may run somewhere. Which of them a change follows depends on its own line;
 * `live` is the newest version, as most would have it. Needs `contents: read`. Throws GitHubError.
 */
export const liveByReleases = async (
  github: GitHub,
  repository: RepositoryName,
  sources: readonly ReleasesSource[],
): Promise<EnvironmentHistory> => {
  const { releases, complete } = await publishedReleases(github, repository, {
    isEnough: () => false,
    mostPages: 1,
  })
  const counting = sources.flatMap((source) =>
    likeliestLive(
      countingVersions(
        releases.filter(({ withdrawn }) => !withdrawn),
        source,
      ),
    ).map((release) => ({ ...release, environment: source.environment })),
  )
  const names = [...new Set(counting.map(({ name }) => name))]
  const commits = await commitsOfTags(github, repository, names, mostTagPages)
  const facts: DeploymentFacts[] = []
  const versions: PublishedVersion[] = []
  for (const { id, name, at, environment } of counting) {
    const sha = commits.get(name)
    if (sha === undefined) continue
    versions.push({ name, commit: sha, at })
    const moment = isoMoment(at)
    facts.push({
      ...{ id, sha, environment, creator: null, createdAt: moment },
      statuses: [{ state: 'success', at: moment, creator: null }],
    })
  }
  const history = environmentHistory(facts, complete)
  const [newest] = versions
  const live = facts.find(({ sha }) => sha === newest?.commit)
  return live === undefined
    ? history
    : {
        ...history,
        live: { sha: live.sha, at: live.createdAt, id: live.id, environment: live.environment },
        versions,
      }
}
