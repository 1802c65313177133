/**
 * Files of one commit, by the Contents API. That API follows links, and answers 404 both for what is absent and for
 * what a token may not see; so each folder is listed first: the list tells links from files, and an absent folder is
 * believed only where its parent says so.
 */
import type { GitHub, RepositoryName } from '../../clients/github/github.ts'
import { type Answer, answerOf, text } from '../../clients/github/shapes.ts'
import { SourceError } from '../../domain/errors.ts'
import { blobName, type PolicyText } from '../policy-file.ts'
import { requireCommit } from './commit-name.ts'
import { answersOf, name, rubbish } from './reading.ts'

const route = 'GET /repos/{owner}/{repo}/contents/{path}'
/** GitHub cuts a folder here and does not say so. */
const mostEntries = 1000

interface Entry {
  readonly type: 'file' | 'dir' | 'symlink' | 'submodule'
  readonly sha: string
  readonly size: number
}
type Folder = ReadonlyMap<string, Entry>

const folderOf = (path: string): string => (path.includes('/') ? path.slice(0, path.lastIndexOf('/')) : '')
const nameOf = (path: string): string => path.slice(path.lastIndexOf('/') + 1)

const entryOf = (answer: Answer): readonly [string, Entry] => [
  answer.is('name', name),
  {
    // Old answers call a submodule a file, which only its size of nothing and its address give away.
    type:
      answer.optional('submodule_git_url', text) !== null
        ? 'submodule'
        : answer.oneOf('type', ['file', 'dir', 'symlink', 'submodule']),
    sha: answer.commitName('sha'),
    size: answer.integer('size'),
  },
]

const decode = (content: string): Buffer | null => {
  const compact = content.replace(/\s/g, '')
  return /^[A-Za-z0-9+/]*={0,2}$/.test(compact) ? Buffer.from(compact, 'base64') : null
}

export interface FilesAtCommit {
  /** A plain file; null where the commit has nothing of that name. Throws GitHubError, and SourceError for anything else. */
  readonly read: (path: string, mostBytes: number) => Promise<PolicyText | null>
}

/** What one client has read: folders by commit, and texts by their blob, which names the same bytes in every commit. */
interface Kept {
  readonly commits: Map<string, CommitFiles>
  readonly texts: Map<string, Promise<string>>
}
const opened = new WeakMap<GitHub, Kept>()

/** The files of a commit named in full. Nothing is asked for twice for as long as the client lives, which is one run. */
export const filesAt = (github: GitHub, repository: RepositoryName, commit: string): FilesAtCommit => {
  const key = `${repository.owner}/${repository.repo} ${requireCommit(commit)}`
  const { commits, texts } = opened.get(github) ?? { commits: new Map(), texts: new Map() }
  opened.set(github, { commits, texts })
  const files = commits.get(key) ?? new CommitFiles(github, repository, commit, texts)
  commits.set(key, files)
  return files
}

class CommitFiles implements FilesAtCommit {
  readonly #github: GitHub
  readonly #repository: RepositoryName
  readonly #commit: string
  readonly #texts: Kept['texts']
  readonly #folders = new Map<string, Promise<Folder | null>>()

  constructor(github: GitHub, repository: RepositoryName, commit: string, texts: Kept['texts']) {
    this.#github = github
    this.#repository = repository
    this.#commit = commit
    this.#texts = texts
  }

  async read(path: string, mostBytes: number): Promise<PolicyText | null> {
    const entry = (await this.#folder(folderOf(path)))?.get(nameOf(path))
    if (!entry) return null
    if (entry.type !== 'file') throw this.#refused(path, `is a ${entry.type}`)
    if (entry.size > mostBytes)
      throw this.#refused(path, `has ${entry.size} bytes, more than the ${mostBytes} that are read`)
    return { path, text: await this.#text(path, entry), blob: entry.sha }
  }

  #text(path: string, entry: Entry): Promise<string> {
    const known = this.#texts.get(entry.sha)
    if (known) return known
    const text = this.#content(path, entry)
    this.#texts.set(entry.sha, text)
    text.catch(() => this.#texts.delete(entry.sha))
    return text
  }

  async #content(path: string, entry: Entry): Promise<string> {
    const data: unknown = await this.#request(path)
    if (Array.isArray(data)) throw this.#refused(path, 'is a folder')
    const answer = answerOf(route, data)
    answer.oneOf('type', ['file'])
    answer.oneOf('encoding', ['base64'])
    const bytes = decode(answer.text('content'))
    if (answer.commitName('sha') !== entry.sha || bytes === null)
      throw rubbish(route, `${path} is not what its folder lists`)
    const text = bytes.toString('utf8')
    if (!Buffer.from(text, 'utf8').equals(bytes)) throw this.#refused(path, 'is no UTF-8 text')
    if (blobName(text, entry.sha.length) !== entry.sha)
      throw rubbish(route, `${path} is a link, or is not what its name in git says`)
    return text
  }

  #folder(path: string): Promise<Folder | null> {
    const known = this.#folders.get(path)
    if (known) return known
    const listed = this.#list(path)
    this.#folders.set(path, listed)
    // A commit never changes, but a failure may pass.
    listed.catch(() => this.#folders.delete(path))
    return listed
  }

  async #list(path: string): Promise<Folder | null> {
    const above = path === '' ? undefined : this.#folders.get(folderOf(path))
    if (above && !(await above)?.has(nameOf(path))) return null
    const data: unknown = await this.#find(path)
    if (data === null) return this.#absent(path)
    if (!Array.isArray(data)) return this.#noFolder(path, answerOf(route, data))
    const folder = new Map(answersOf(route, data).map(entryOf))
    if (folder.size >= mostEntries)
      throw this.#refused(
        path === '' ? 'the root folder' : path,
        `holds ${mostEntries} entries or more, of which GitHub does not list all`,
      )
    return folder
  }

  /** Believes a 404 where the folder above is there without it; at the root nothing can be believed any more. */
  async #absent(path: string): Promise<null> {
    if (path === '')
      throw new SourceError(
        `${this.#place('the root folder')} cannot be read; the job needs permission "contents: read", and the commit must be in this repository`,
      )
    const entry = (await this.#folder(folderOf(path)))?.get(nameOf(path))
    if (entry) throw this.#refused(path, 'is listed by its parent, and cannot be read')
    return null
  }

  #noFolder(path: string, answer: Answer): null {
    const type = answer.oneOf('type', ['file', 'symlink', 'submodule'])
    if (type === 'file' && answer.optional('submodule_git_url', text) === null) return null
    throw this.#refused(path, `is a ${type}`)
  }

  #place(path: string): string {
    return `${path} of ${this.#repository.owner}/${this.#repository.repo} at ${this.#commit.slice(0, 8)}`
  }

  #refused(path: string, what: string): SourceError {
    return new SourceError(
      `${this.#place(path)} ${what}; what governs the gate must be a plain text file, commit it as one`,
    )
  }

  #request(path: string): Promise<unknown> {
    return this.#github.request(route, { ...this.#repository, path, ref: this.#commit })
  }

  #find(path: string): Promise<unknown> {
    return this.#github.find(route, { ...this.#repository, path, ref: this.#commit })
  }
}
