/** A pull request on its way to production: what people and GitHub do to it, and the webhooks that tell of it. */

import { parseCommand } from '../../../src/sources/github/command.ts'
import { jobToken, openGuarded } from '../../e2e/action/attacking.ts'
import type { ActionResult } from '../../e2e/action/runner.ts'
import {
  addEnvironment,
  addRun,
  commitTo,
  deployed,
  enter,
  land,
  propose,
  type Shop,
  say,
  tipOf,
} from '../../e2e/action/shop.ts'
import { addReview, pointBranch } from '../../github/repositories.ts'
import type { Comment, Pull, Run } from '../../github/state.ts'
import { webhookPayload } from '../../github/webhooks.ts'
import { type Content, emergency, type Happening } from './event-orders-reference.ts'

/** What somebody does; places in lists are taken by their rest. */
export type Step =
  | { readonly do: 'push'; readonly brings: Content | 'nothing-risky'; readonly by: string }
  | { readonly do: 'force'; readonly to: number }
  | { readonly do: 'review'; readonly by: string; readonly opinion: Opinion; readonly of: number }
  | { readonly do: 'dismiss'; readonly which: number }
  /** `heard`: its webhook arrives at once, before anything else happens. */
  | { readonly do: 'say'; readonly by: string; readonly words: Words; readonly heard: boolean }
  | { readonly do: 'edit'; readonly which: number }
  | { readonly do: 'permit'; readonly login: string; readonly permission: string }
  | { readonly do: 'tighten' }
  | { readonly do: 'wait'; readonly minutes: number }
  | { readonly do: 'land' }
  | { readonly do: 'deploy'; readonly older: boolean }
  | { readonly do: 'pend' }
  /** A webhook arrives: one that waits, however long, or one that came before. */
  | {
      readonly do: 'deliver'
      readonly which: number
      readonly meanwhile: Step | null
      readonly request: number
    }
  | { readonly do: 'repeat'; readonly which: number; readonly rerun: boolean }

type Words = 'bare' | 'head' | 'older' | 'talk' | 'reject' | 'freeze' | 'unfreeze' | 'override'
type Opinion = 'APPROVED' | 'CHANGES_REQUESTED' | 'COMMENTED'

/** A webhook as it was when it was sent: what it says may be long over when it arrives. */
export interface Letter {
  readonly event: string
  readonly payload: Readonly<Record<string, unknown>>
  /** Of a new comment. */
  readonly comment?: number
  /** Of a commit that is asked to run. */
  readonly sha?: string
}

/** Verbs that the gate knows by now; what it does not know is talk. */
const verbs: ReadonlySet<string> = new Set(
  ['reject why', 'freeze --reason drill', 'unfreeze', 'override --reason outage']
    .filter((words) => parseCommand(`.${words}`).outcome === 'command')
    .map((words) => words.split(' ')[0]!),
)

const policy = (guarded: string): string =>
  [
    'version: 1',
    'mode: enforce',
    ...(verbs.has('override') ? [`emergency: { by: ["@${emergency}"] }`] : []),
    'environments:',
    '  production:',
    '    auto-approve: { review-riskiest: 20%, acts-on: [pull-requests, deployments] }',
    `    never-auto-approve: ["${guarded}"]`,
    '',
  ].join('\n')

const branch = 'topic'

export interface World {
  readonly shop: Shop
  readonly pull: Pull
  readonly story: Happening[]
  readonly waiting: Letter[]
  readonly delivered: Letter[]
  readonly heads: string[]
  readonly comments: Comment[]
  /** Commits of the default branch that may be asked to run, oldest first. */
  readonly line: string[]
  temporary: string | undefined
}

const filesBy: Readonly<Record<Content, Readonly<Record<string, string>>>> = {
  harmless: {},
  guarded: { 'guarded/key.ts': 'key\n' },
  risky: {
    'src/till/till.ts': 'topic\n'.repeat(300),
    ...Object.fromEntries(
      Array.from({ length: 24 }, (_, at) => [
        `src/area-${at % 6}/topic-${at}.ts`,
        `topic ${at}\n`.repeat(60),
      ]),
    ),
  },
}

/** @param begins what the pull request holds from its first commit on */
export const openWorld = async (begins: Content): Promise<World> => {
  const shop = await openGuarded({ policy: policy('guarded/**') })
  const { state, repository } = shop
  Object.assign(repository.collaborators, { 'release-bot': 'write' })
  state.tokens['reviewer'] = { login: 'release-bot', kind: 'user' }
  addEnvironment(state, repository, { name: 'production', reviewers: ['ada', 'release-bot'] })
  const live = tipOf(shop)
  deployed(shop, live)
  const pull = propose(shop, {
    branch,
    files: { ...filesBy[begins], 'README.md': 'A shop, with a word.\n' },
  })
  const at = shop.now().getTime()
  const world: World = {
    shop,
    pull,
    story: [
      ...Object.entries(repository.collaborators).map(
        ([login, permission]): Happening => ({ what: 'permitted', at, login, permission }),
      ),
      { what: 'begun', at, verbs },
      { what: 'live', at, sha: live },
      {
        what: 'pushed',
        at,
        head: pull.head.sha,
        content: new Set(begins === 'harmless' ? [] : [begins]),
        hands: new Set(['mira']),
      },
    ],
    waiting: [],
    delivered: [],
    heads: [pull.head.sha],
    comments: [],
    line: [live],
    temporary: undefined,
  }
  send(world, { event: 'pull_request_target', action: 'opened' }, { pull })
  return world
}

type Subject = Omit<Parameters<typeof webhookPayload>[2], 'repository'>

const send = (
  { shop, waiting }: World,
  door: { readonly event: string; readonly action?: string },
  subject: Subject,
  about: Pick<Letter, 'comment' | 'sha'> = {},
): void => {
  const { github, repository, state } = shop
  const payload = webhookPayload(state, { ...door, url: github.url }, { repository, ...subject })
  // As it is now: what it tells of goes on changing.
  waiting.push({ event: door.event, payload: structuredClone(payload), ...about })
}

const pick = <Each>(list: readonly Each[], place: number): Each | undefined => list[place % list.length]

const moved = (world: World, content: ReadonlySet<Content>, hands: ReadonlySet<string>): void => {
  const { shop, pull, story, heads } = world
  const head = tipOf(shop, branch)
  pull.head.sha = head
  heads.push(head)
  story.push({ what: 'pushed', at: shop.now().getTime(), head, content, hands })
  send(world, { event: 'pull_request_target', action: 'synchronize' }, { pull })
}

/** Does it; false where it cannot be done now, so that nothing was. */
export const act = (world: World, step: Exclude<Step, { readonly do: 'deliver' | 'repeat' }>): boolean => {
  const { shop, pull, story, heads, comments, line } = world
  const { state, repository } = shop
  // No two things happen at the same moment: GitHub tells times by the second.
  shop.wait(1 / 60)
  const at = shop.now().getTime()
  const newest = story.findLast((each) => each.what === 'pushed')!
  const isOpen = pull.mergedAt === null
  switch (step.do) {
    case 'push': {
      if (!isOpen) return false
      const isClean = step.brings === 'nothing-risky'
      const gone = isClean
        ? [...newest.content].flatMap((content) =>
            Object.keys(filesBy[content]).map((path) => [
              path,
              path === 'src/till/till.ts' ? 'till\n' : null,
            ]),
          )
        : []
      const files = { ...(isClean ? Object.fromEntries(gone) : filesBy[step.brings as Content]) }
      const content = new Set(newest.content)
      if (isClean) content.clear()
      else if (step.brings !== 'harmless') content.add(step.brings as Content)
      commitTo(state, repository, {
        branch,
        files: { ...files, 'README.md': `A shop, with word ${heads.length}.\n` },
        author: step.by,
        message: `Push ${heads.length}`,
      })
      moved(world, content, new Set([...newest.hands, step.by]))
      return true
    }
    case 'force': {
      const to = pick(heads, step.to)
      if (!isOpen || to === undefined || to === newest.head) return false
      const then = story.find((each) => each.what === 'pushed' && each.head === to)
      if (then?.what !== 'pushed') return false
      pointBranch(repository, branch, to)
      moved(world, then.content, then.hands)
      return true
    }
    case 'review': {
      const head = pick(heads.toReversed(), step.of)!
      const review = addReview(state, pull, { author: step.by, state: step.opinion, commit: head })
      story.push({ what: 'reviewed', at, review: review.id, by: step.by, opinion: step.opinion, head })
      send(world, { event: 'pull_request_review', action: 'submitted' }, { pull, review })
      return true
    }
    case 'dismiss': {
      const given = pull.reviews.filter(
        (review) => review.author !== 'github-actions[bot]' && review.state !== 'COMMENTED',
      )
      const review = pick(given, step.which)
      if (review === undefined || review.state === 'DISMISSED') return false
      review.state = 'DISMISSED'
      story.push({ what: 'dismissed', at, review: review.id })
      send(world, { event: 'pull_request_review', action: 'dismissed' }, { pull, review })
      return true
    }
    case 'say': {
      const older = heads.toReversed().find((head) => head !== newest.head) ?? newest.head
      const body = {
        bare: '.approve',
        head: `.approve ${newest.head.slice(0, 12)}`,
        older: `.approve ${older.slice(0, 12)}`,
        talk: 'Please .approve this soon.',
        reject: '.reject it breaks the till',
        freeze: '.freeze --reason drill',
        unfreeze: '.unfreeze',
        override: `.override --reason outage${heads.length % 2 === 0 ? ` --sha ${newest.head.slice(0, 12)}` : ''}`,
      }[step.words]
      const comment = say(shop, pull, body, step.by)
      comments.push(comment)
      story.push({ what: 'said', at, comment: comment.id, by: step.by, body })
      send(world, { event: 'issue_comment', action: 'created' }, { pull, comment }, { comment: comment.id })
      return true
    }
    case 'edit': {
      const comment = pick(comments, step.which)
      if (comment === undefined) return false
      comment.body = `.approve ${newest.head.slice(0, 12)}`
      send(world, { event: 'issue_comment', action: 'edited' }, { pull, comment })
      return true
    }
    case 'permit':
      repository.collaborators[step.login] = step.permission as 'read'
      story.push({ what: 'permitted', at, login: step.login, permission: step.permission })
      return true
    case 'tighten': {
      if (story.some(({ what }) => what === 'tightened')) return false
      const sha = commitTo(state, repository, {
        files: { '.github/change-risk.yml': policy('**') },
        author: 'ada',
        message: 'Look at everything',
      })
      line.push(sha)
      story.push({ what: 'tightened', at, sha })
      return true
    }
    case 'wait':
      shop.wait(step.minutes)
      return true
    case 'land': {
      if (!isOpen) return false
      const sha = land(shop, pull)
      line.push(sha)
      story.push({ what: 'landed', at, sha })
      return true
    }
    case 'deploy': {
      const sha = line.at(step.older ? -2 : -1) ?? line[0]!
      send(world, { event: 'push' }, { sha }, { sha })
      return true
    }
    case 'pend': {
      const sha = line.at(-1)!
      const run: Run = addRun(state, repository, { headSha: sha, pending: ['production'] })
      send(world, { event: 'workflow_run', action: 'requested' }, { run }, { sha })
      return true
    }
  }
}

const inputs = { 'github-token': jobToken, 'reviewer-token': 'reviewer' }

/** A webhook arrives, and the gate runs; `during` happens when GitHub is asked for the n-th time. */
export const arrive = async (
  world: World,
  letter: Letter,
  {
    attempt = 1,
    during,
  }: {
    readonly attempt?: number
    readonly during?: { readonly request: number; readonly happens: () => void }
  } = {},
): Promise<ActionResult> => {
  const { shop, story } = world
  if (letter.comment !== undefined)
    story.push({ what: 'heard', at: shop.now().getTime(), comment: letter.comment })
  const { requests } = shop.github
  const push = requests.push.bind(requests)
  if (during)
    requests.push = (...records) => {
      const length = push(...records)
      if (length === during.request) during.happens()
      return length
    }
  try {
    const run = await enter(
      shop,
      { event: letter.event },
      letter.sha === undefined ? {} : { sha: letter.sha },
      {
        payload: letter.payload,
        attempt,
        inputs: letter.sha === undefined ? inputs : { ...inputs, environment: 'production' },
        ...(world.temporary === undefined ? {} : { temporary: world.temporary }),
      },
    )
    world.temporary = run.temporary
    const shown = world.pull.comments
      .filter(({ author }) => author === 'github-actions[bot]')
      .flatMap(({ body }) => /change-risk-gate:scored sha=([0-9a-f]{40})/.exec(body)?.[1] ?? [])
      .at(-1)
    const before = story.findLast(({ what }) => what === 'shown')
    if (shown !== undefined && !(before?.what === 'shown' && before.head === shown))
      story.push({ what: 'shown', at: shop.now().getTime(), head: shown })
    return run
  } finally {
    if (during) requests.push = push
  }
}

/** A webhook of now: what stands there is looked at once more. */
export const lookAgain = (world: World): Promise<ActionResult> => {
  const { pull, line, waiting } = world
  if (pull.mergedAt === null) send(world, { event: 'pull_request_target', action: 'synchronize' }, { pull })
  else send(world, { event: 'push' }, { sha: line.at(-1)! }, { sha: line.at(-1)! })
  return arrive(world, waiting.pop()!)
}
