/** Published releases of a repository, newest first, and the commits their tags point at. */
import type { GitHub, RepositoryName } from '../../clients/github/github.ts'
import { type Answer, answerOf, commitName, textOrNull } from '../../clients/github/shapes.ts'
import { answersOf, name } from './reading.ts'

const listRoute = 'GET /repos/{owner}/{repo}/releases'
const byTagRoute = 'GET /repos/{owner}/{repo}/releases/tags/{tag}'
const tagsRoute = 'GET /repos/{owner}/{repo}/tags'
const commitRoute = 'GET /repos/{owner}/{repo}/commits/{ref}'
const perPage = 100
/** Tags that are asked for one by one: of more GitHub lists them all, in an order it does not tell. */
const fewTags = 3

export interface PublishedRelease {
  readonly id: number
  /** Its tag. */
  readonly name: string
  /** Seconds: when it was published. */
  readonly at: number
  readonly preRelease: boolean
  /** Its title says that nobody should use it. */
  readonly withdrawn: boolean
  readonly url: string
}

const withdrawnTitle = /\b(?:yanked|withdrawn|retracted|do not use|don['’]t use)\b/i

/** Page of a release at GitHub; what an answer calls its page is not repeated to people. */
export const releasePage = (
  { serverUrl }: Pick<GitHub, 'serverUrl'>,
  { owner, repo }: RepositoryName,
  tag: string,
): string => `${serverUrl}/${owner}/${repo}/releases/tag/${encodeURIComponent(tag)}`

export interface ReleasesRequest {
  /** Told the seconds of the oldest release so far; answers whether that is far enough back. */
  readonly isEnough: (oldest: number) => boolean
  readonly mostPages: number
}

export interface PublishedReleases {
  readonly releases: readonly PublishedRelease[]
  /** False where there are more than could be asked for: the oldest are missing. */
  readonly complete: boolean
}

/**
 * Drafts are none, whoever may see them. GitHub lists releases by the age of their commits, so that one of an old commit
 * may stand far down. Needs `contents: read`. Throws GitHubError.
 */
export const publishedReleases = async (
  github: GitHub,
  repository: RepositoryName,
  { isEnough, mostPages }: ReleasesRequest,
): Promise<PublishedReleases> => {
  const releases: PublishedRelease[] = []
  let oldest = Number.POSITIVE_INFINITY
  for (let page = 1; page <= mostPages; page += 1) {
    const asked = { ...repository, per_page: perPage, page }
    const listed = answersOf(listRoute, await github.request(listRoute, asked))
    for (const each of listed) {
      oldest = Math.min(oldest, Date.parse(each.moment('created_at')) / 1000)
      if (!each.flag('draft')) releases.push(releaseOf(each, github, repository))
    }
    if (listed.length < perPage || isEnough(oldest)) return { releases, complete: true }
  }
  return { releases, complete: false }
}

const releaseOf = (answer: Answer, github: GitHub, repository: RepositoryName): PublishedRelease => {
  const tag = answer.is('tag_name', name)
  return {
    id: answer.integer('id'),
    name: tag,
    at: Date.parse(answer.moment('published_at')) / 1000,
    preRelease: answer.flag('prerelease'),
    withdrawn: withdrawnTitle.test(answer.optional('name', textOrNull) ?? ''),
    url: releasePage(github, repository, tag),
  }
}

/** Whether a release is still published under a tag: neither deleted nor made a draft again. Throws GitHubError. */
export const isPublished = async (
  github: GitHub,
  repository: RepositoryName,
  tag: string,
): Promise<boolean> => {
  const found = await github.find(byTagRoute, { ...repository, tag })
  return found !== null && !answerOf(byTagRoute, found).flag('draft')
}

/**
 * Commits of tags, annotated ones followed; a tag that is not there any more is left out. Where the pages end before the
 * last is found, the first few that are missing are asked for one by one. Throws GitHubError.
 */
export const commitsOfTags = async (
  github: GitHub,
  repository: RepositoryName,
  tags: readonly string[],
  mostPages: number,
): Promise<ReadonlyMap<string, string>> => {
  const commits = new Map<string, string>()
  const missing = new Set(tags)
  const pages = tags.length <= fewTags ? 0 : mostPages
  let listed = perPage
  for (let page = 1; page <= pages && missing.size > 0 && listed === perPage; page += 1) {
    const asked = { ...repository, per_page: perPage, page }
    const found = answersOf(tagsRoute, await github.request(tagsRoute, asked))
    for (const each of found) {
      const tag = each.is('name', name)
      if (missing.delete(tag)) commits.set(tag, each.commitName('commit.sha'))
    }
    listed = found.length
  }
  // A list that was read to its end holds them all.
  if (pages > 0 && listed < perPage) return commits
  for (const tag of [...missing].slice(0, fewTags)) {
    const asked = { ...repository, ref: `tags/${tag}`, per_page: 1 }
    const found = await github.request(commitRoute, asked, { absent: [404, 422] })
    if (found !== null) commits.set(tag, answerOf(commitRoute, found).is('sha', commitName))
  }
  return commits
}
