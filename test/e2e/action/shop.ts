/** A shop that the stories of the Action play in: half a year of history, people, what runs in production. */
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll } from 'vitest'
import { git, moveRef, refsOf } from '../../github/git.ts'
import { addDeployment, addEnvironment, addRun, type NewDeployment } from '../../github/releases.ts'
import {
  addComment,
  addRepository,
  addReview,
  commitTo,
  mergePull,
  openPull,
  personOf,
  removeDirectories,
} from '../../github/repositories.ts'
import { type LoopbackGitHub, startGitHub } from '../../github/serve.ts'
import {
  type Comment,
  type Issue,
  isoSeconds,
  newState,
  type Pull,
  type Repository,
  type State,
} from '../../github/state.ts'
import { webhookPayload } from '../../github/webhooks.ts'
import { type ActionResult, type ActionRun, runAction, runInProcess } from './runner.ts'

export interface ShopRequest {
  /** The moment the story begins; runs in this process live at the shop's clock, spawned ones at the machine's. */
  readonly now?: Date
  /** Text of `.github/change-risk.yml` on the default branch; none unless told. */
  readonly policy?: string
  /** Further files of the default branch. */
  readonly files?: Readonly<Record<string, string>>
  readonly overrides?: Partial<Repository>
}

export interface Shop {
  readonly state: State
  readonly repository: Repository
  readonly github: LoopbackGitHub
  readonly now: () => Date
  /** Lets time pass. */
  readonly wait: (minutes: number) => void
}

/** A Tuesday morning, when nothing is special. */
export const tuesday = new Date('2026-03-10T10:00:00Z')

const dayMilliseconds = 86_400_000
/** Landed before the story begins, the last of them days ago. */
const pastParts = 60

/** A day's work: mostly small; now and then something large in the till, taken back two days later. */
const pastFiles = (
  part: number,
): { readonly title: string; readonly files: Readonly<Record<string, string>> } => {
  const large = (at: number) => ({ 'src/till/till.ts': `till ${at}\n`.repeat(90 + at) })
  if (part % 10 === 5) return { title: `Change ${part + 1} of the till`, files: large(part) }
  if (part % 10 === 6)
    return {
      title: `Revert "Change ${part} of the till (#${part})"`,
      files: { 'src/till/till.ts': 'till\n' },
    }
  const basket = `src/basket-${part % 7}.ts`
  return {
    title: `Change ${part + 1} of the basket`,
    files: {
      [basket]: `basket\npart ${part}\n`,
      ...(part % 2 === 0 ? { [`test/basket-${part % 7}.test.ts`]: `part ${part}\n` } : {}),
    },
  }
}

const pastStream = (
  { state, now }: Pick<Shop, 'state' | 'now'>,
  { policy, files = {} }: ShopRequest,
): string => {
  const written = {
    CODEOWNERS: '/src/ @ada\n',
    'README.md': 'A shop.\n',
    'src/till/till.ts': 'till\n',
    ...files,
  }
  if (policy !== undefined) Object.assign(written, { '.github/change-risk.yml': policy })
  const data = (text: string) => `data ${Buffer.byteLength(text)}\n${text}\n`
  const begun = now().getTime() - 180 * dayMilliseconds
  return Array.from({ length: pastParts }, (_, part) => {
    const seconds = Math.floor((begun + part * 2.9 * dayMilliseconds) / 1000)
    const author = personOf(state, part % 3 === 0 ? 'ada' : 'mira', now().toISOString())
    const { title, files: changed } = pastFiles(part)
    return [
      `commit refs/heads/main\nauthor ${author.name} <${author.email}> ${seconds} +0000\n`,
      `committer GitHub <noreply@github.com> ${seconds} +0000\n${data(`${title} (#${part + 1})`)}`,
      ...Object.entries({ ...(part === 0 ? written : {}), ...changed }).map(
        ([path, text]) => `M 100644 inline ${path}\n${data(text)}`,
      ),
    ].join('')
  }).join('')
}

/** By what is in them: pasts that shops of this file have in common, as git directories. */
const pasts = new Map<string, Repository>()
const pastState = newState()
afterAll(() => removeDirectories(pastState))

/** Gives a shop its past without writing it again: the objects are borrowed from the first shop of such a past. */
const begin = (repository: Repository, stream: string): void => {
  const past = pasts.get(stream) ?? addRepository(pastState, 'acme/past')
  if (!pasts.has(stream)) git(past, ['fast-import', '--quiet', '--force'], { input: stream })
  pasts.set(stream, past)
  writeFileSync(join(repository.directory, 'objects/info/alternates'), `${join(past.directory, 'objects')}\n`)
  moveRef(repository, 'refs/heads/main', { from: null, to: tipOf({ repository: past }) })
}

const shops: LoopbackGitHub[] = []
// What broke GitHub's own description during a story fails here.
afterAll(async () => {
  const closed = await Promise.allSettled(shops.map((github) => github.close()))
  for (const each of closed) if (each.status === 'rejected') throw each.reason
})

/** A shop of its own, served until the file's tests are over. */
export const openShop = async (request: ShopRequest = {}): Promise<Shop> => {
  let moment = request.now ?? tuesday
  const now = () => moment
  const state = newState({ clock: now })
  const repository = addRepository(state, 'acme/shop', {
    private: true,
    collaborators: { mira: 'write', ada: 'write', jonas: 'write', noor: 'read' },
    // So that the numbers of its stories follow those of its past.
    ...request.overrides,
  })
  begin(repository, pastStream({ state, now }, request))
  const github = await startGitHub(state)
  shops.push(github)
  return {
    state,
    repository,
    github,
    now,
    wait: (minutes) => {
      moment = new Date(moment.getTime() + minutes * 60_000)
    },
  }
}

/** The tip of a branch. */
export const tipOf = ({ repository }: Pick<Shop, 'repository'>, branch = 'main'): string => {
  const tip = refsOf(repository)[`refs/heads/${branch}`]
  if (tip === undefined) throw new Error(`no branch ${branch} in ${repository.directory}`)
  return tip
}

export interface ChangeRequest {
  readonly branch: string
  /** Harmless: a word in one file. Risky: hundreds of lines in many files, no test among them. */
  readonly size?: 'harmless' | 'risky'
  readonly files?: Readonly<Record<string, string | null>>
  readonly title?: string
  readonly author?: string
}

const filesOf = ({ branch, size = 'harmless' }: ChangeRequest): Readonly<Record<string, string>> =>
  size === 'harmless'
    ? { 'README.md': `A shop, with ${branch}.\n` }
    : {
        'src/till/till.ts': `${branch}\n`.repeat(300),
        ...Object.fromEntries(
          Array.from({ length: 24 }, (_, at) => [
            `src/area-${at % 6}/${branch.replace(/\W/g, '-')}-${at}.ts`,
            `${branch} ${at}\n`.repeat(60),
          ]),
        ),
      }

/** Somebody opens a pull request. Its number follows those that the history names. */
export const propose = (shop: Shop, request: ChangeRequest): Pull => {
  const { state, repository } = shop
  const { branch, author = 'mira', title = `Bring ${branch}` } = request
  const files = request.files ?? filesOf(request)
  commitTo(state, repository, { branch, files, author, message: title })
  const number = Math.max(pastParts, ...repository.pulls.map((pull) => pull.number)) + 1
  return openPull(state, repository, { head: branch, author, title, number })
}

/** It is squashed into the default branch, as it stands; the commit that landed. */
export const land = ({ state, repository }: Shop, pull: Pull): string =>
  mergePull(state, repository, pull, { squash: true, by: 'ada' })

/** Proposed, perhaps approved, and landed in one go. */
export const ship = (
  shop: Shop,
  { approvedBy, ...request }: ChangeRequest & { readonly approvedBy?: string },
): { readonly pull: Pull; readonly sha: string } => {
  const pull = propose(shop, request)
  if (approvedBy !== undefined) addReview(shop.state, pull, { author: approvedBy, state: 'APPROVED' })
  return { pull, sha: land(shop, pull) }
}

/** What runs in an environment from now on. */
export const deployed = (
  { state, repository }: Shop,
  sha: string,
  environment = 'production',
  more: Partial<NewDeployment> = {},
) => addDeployment(state, repository, { sha, environment, ...more })

export const say = ({ state }: Shop, on: Issue, body: string, author = 'ada'): Comment =>
  addComment(state, on, { author, body })

export const approve = ({ state }: Shop, pull: Pull, author = 'ada') =>
  addReview(state, pull, { author, state: 'APPROVED' })

type Run = Partial<ActionRun> & { readonly spawned?: boolean }
type Subject = Parameters<typeof webhookPayload>[2]

/** One run of the gate at a door, with a payload as GitHub sent it once, pointed at the shop. */
export const enter = (
  shop: Shop,
  door: { readonly event: string; readonly action?: string },
  subject: Partial<Subject> = {},
  { spawned = false, ...run }: Run = {},
): Promise<ActionResult> => {
  const { github, state, repository } = shop
  const payload =
    run.payload ?? webhookPayload(state, { ...door, url: github.url }, { repository, ...subject })
  const whole = { github, repository, event: door.event, ...run, payload }
  return spawned ? runAction(whole) : runInProcess(whole)
}

/** The gate's own comments under a pull request or issue, oldest first. */
export const gateComments = ({ comments }: Pick<Pull, 'comments'>): readonly string[] =>
  comments.filter(({ author }) => author === 'github-actions[bot]').map(({ body }) => body)

/** The last status of a commit, as a required check reads it. */
export const statusOf = ({ repository }: Shop, sha: string): string | undefined =>
  repository.statuses.findLast((status) => status.sha === sha && status.context === 'change-risk')?.state

/** Titles of our check runs on a commit. */
export const checksOn = ({ repository }: Shop, sha: string): readonly (string | null)[] =>
  repository.checkRuns.filter((run) => run.sha === sha).map(({ output }) => output.title)

/** What the gate wrote at GitHub during a run: routes that change something, in their order. */
export const writesIn = ({ requests }: Pick<ActionResult, 'requests'>): readonly string[] =>
  requests
    .filter(
      ({ method, body }) => method !== 'GET' && !JSON.stringify(body ?? '').startsWith('{"query":"query'),
    )
    .map(({ route }) => route)

/** A policy by which the gate holds what is risky. */
export const enforcing = 'version: 1\nmode: enforce\n'

export { addEnvironment, addRun, commitTo, isoSeconds }
