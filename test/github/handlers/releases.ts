/** Published releases, drafts for those who may write, and tags. */
import { found, ok } from '../answer.ts'
import { refsOf, resolveCommit } from '../git.ts'
import { userOf } from '../represent.ts'
import { type Call, inRepository, page, read } from '../route.ts'
import { fullName, type PublishedRelease, type Repository } from '../state.ts'

type Place = Pick<Call<unknown>, 'state' | 'origin'>

const releaseOf = (place: Place, repository: Repository, release: PublishedRelease) => {
  const name = fullName(repository)
  const url = `${place.origin.api}/repos/${name}/releases/${release.id}`
  return {
    id: release.id,
    node_id: `RE_${release.id}`,
    url,
    assets_url: `${url}/assets`,
    upload_url: `${url}/assets{?name,label}`,
    html_url: `${place.origin.html}/${name}/releases/tag/${release.tag}`,
    tarball_url: `${place.origin.api}/repos/${name}/tarball/${release.tag}`,
    zipball_url: `${place.origin.api}/repos/${name}/zipball/${release.tag}`,
    tag_name: release.tag,
    target_commitish: repository.defaultBranch,
    name: release.title,
    body: '',
    draft: release.draft,
    prerelease: release.preRelease,
    immutable: false,
    created_at: release.createdAt,
    published_at: release.publishedAt,
    author: userOf(place, release.author),
    assets: [],
  }
}

/** By the age of their commits; drafts are shown to those who may write. */
const list = inRepository('GET /repos/{owner}/{repo}/releases', read('contents'), (call) => {
  const newest = call.repository.releases.toSorted((one, other) =>
    one.createdAt < other.createdAt ? 1 : one.createdAt > other.createdAt ? -1 : other.id - one.id,
  )
  return page(call, newest, (each) => releaseOf(call, call.repository, each))
})

/** A draft has no tag yet. */
const byTag = inRepository('GET /repos/{owner}/{repo}/releases/tags/{tag}', read('contents'), (call) => {
  const release = call.repository.releases.find(({ tag, draft }) => tag === call.parameters.tag && !draft)
  return ok(releaseOf(call, call.repository, found(release)))
})

/** Last name first, as GitHub does it without saying so. */
const tags = inRepository('GET /repos/{owner}/{repo}/tags', read('contents'), (call) => {
  const { repository, origin } = call
  const names = Object.keys(refsOf(repository))
    .filter((ref) => ref.startsWith('refs/tags/'))
    .map((ref) => ref.slice('refs/tags/'.length))
    .sort()
    .reverse()
  const api = `${origin.api}/repos/${fullName(repository)}`
  return page(call, names, (name) => {
    const sha = found(resolveCommit(repository, `refs/tags/${name}`))
    return {
      name,
      node_id: `REF_${name}`,
      commit: { sha, url: `${api}/commits/${sha}` },
      zipball_url: `${api}/zipball/refs/tags/${name}`,
      tarball_url: `${api}/tarball/refs/tags/${name}`,
    }
  })
})

export const releaseRoutes = [list, byTag, tags]
