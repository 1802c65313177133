/** Real webhook payloads, pointed at the state of a test: what a workflow finds in `GITHUB_EVENT_PATH`. */
import { createRequire } from 'node:module'
import { countCommits, readCommit } from './git.ts'
import { commentOf } from './handlers/comments.ts'
import { deploymentOf, statusOf } from './handlers/deployments.ts'
import { issueOf } from './handlers/issues.ts'
import { pullSummaryOf, wholePullOf } from './handlers/pulls.ts'
import { reviewOf } from './handlers/reviews.ts'
import { runOf } from './handlers/runs.ts'
import { syncPull } from './heads.ts'
import { labelOf, repositoryOf, userOf } from './represent.ts'
import type { Call } from './route.ts'
import {
  type Comment,
  type Deployment,
  type DeploymentStatus,
  fullName,
  type Issue,
  type Pull,
  type Repository,
  type Review,
  type Run,
  type State,
} from './state.ts'

type Payload = Record<string, unknown>
interface Example extends Payload {
  readonly action?: string
  readonly repository: {
    readonly full_name: string
    readonly name: string
    readonly owner: { readonly login: string }
  }
}
interface Definition {
  readonly name: string
  readonly examples: readonly Example[]
}

const require = createRequire(import.meta.url)

/** A real payload of an event (and action), as GitHub once sent it. Throws when there is none. */
export const examplePayload = (event: string, action?: string): Example => {
  const definitions: readonly Definition[] = require('@octokit/webhooks-examples')
  const examples = definitions.find((each) => each.name === event)?.examples ?? []
  const example = examples.find((each) => each.repository && (action === undefined || each.action === action))
  if (example === undefined)
    throw new Error(`@octokit/webhooks-examples has no ${event}${action ? `.${action}` : ''}`)
  return structuredClone(example)
}

/** What the payload is to be about; only what the event has. */
export interface Subject {
  readonly repository: Repository
  /** Who did it; the author of the pull request unless told. */
  readonly sender?: string
  readonly pull?: Pull
  readonly issue?: Issue
  readonly comment?: Comment
  /** Its name, where one is put on or taken off. */
  readonly label?: string
  readonly review?: Review
  readonly deployment?: Deployment
  readonly status?: DeploymentStatus
  readonly run?: Run
  /** Of a push, a merge group, a check: where it stands now. */
  readonly sha?: string
  /** Of a push, a synchronize or a merge group: where it stood before. */
  readonly before?: string
  /** `refs/heads/main`. */
  readonly ref?: string
}

/** A real payload in which repository, people, numbers and commits are those of the state. */
export const webhookPayload = (
  state: State,
  { event, action, url = 'https://api.github.com' }: { event: string; action?: string; url?: string },
  subject: Subject,
): Payload => {
  const html = url === 'https://api.github.com' ? 'https://github.com' : new URL(url).origin
  const place = { state, origin: { api: url, html } }
  if (subject.pull) syncPull(state, subject.repository, subject.pull)
  const example = relocate(examplePayload(event.replace(/_target$/, ''), action), subject.repository, place)
  const facts = Object.entries(factsOf(place, event, subject)).filter(([key]) => key in example)
  return { ...example, ...Object.fromEntries(facts.map(([key, each]) => [key, overlay(example[key], each)])) }
}

/** Addresses inside the payload lead to our repository. */
const relocate = (
  example: Example,
  repository: Repository,
  { origin }: Pick<Call<unknown>, 'origin'>,
): Payload =>
  JSON.parse(
    JSON.stringify(example)
      .replaceAll(example.repository.full_name, fullName(repository))
      .replaceAll('https://api.github.com', origin.api)
      .replaceAll('https://github.com', origin.html),
  )

/** Facts over the example; fields that only the example has stay as they were. */
const overlay = (example: unknown, facts: unknown): unknown =>
  isObject(example) && isObject(facts) ? { ...example, ...facts } : facts
const isObject = (value: unknown): value is Payload =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

const factsOf = (
  place: Pick<Call<unknown>, 'state' | 'origin'>,
  event: string,
  subject: Subject,
): Payload => {
  const { repository, pull, comment, label, review, deployment, status, run, sha, before, ref } = subject
  const issue = subject.issue ?? pull
  const sender = subject.sender ?? comment?.author ?? review?.author ?? issue?.author ?? run?.actor
  return {
    repository: repositoryOf(place, repository),
    organization: { login: repository.owner },
    ...(sender === undefined ? {} : { sender: userOf(place, sender) }),
    ...(issue === undefined ? {} : { number: issue.number, issue: issueOf(place, repository, issue) }),
    ...(pull === undefined
      ? {}
      : {
          after: pull.head.sha,
          pull_request:
            event === 'pull_request'
              ? wholePullOf(place, repository, pull)
              : pullSummaryOf(place, repository, pull),
        }),
    ...(comment === undefined || issue === undefined
      ? {}
      : { comment: commentOf(place, repository, issue, comment) }),
    ...(label === undefined ? {} : { label: labelOf(repository, label) }),
    ...(review === undefined || pull === undefined
      ? {}
      : { review: { ...reviewOf(place, repository, pull, review), state: review.state.toLowerCase() } }),
    ...(deployment === undefined ? {} : { deployment: deploymentOf(place, repository, deployment) }),
    ...(deployment === undefined || status === undefined
      ? {}
      : { deployment_status: statusOf(place, repository, deployment, status) }),
    ...(run === undefined ? {} : { workflow_run: runOf(place, repository, run) }),
    ...(before === undefined ? {} : { before }),
    ...(ref === undefined ? {} : { ref }),
    ...(sha === undefined ? {} : shaFacts(place, event, { repository, sha, before, ref })),
  }
}

const shaFacts = (
  { origin }: Pick<Call<unknown>, 'origin'>,
  event: string,
  {
    repository,
    sha,
    before,
    ref,
  }: { repository: Repository; sha: string; before?: string | undefined; ref?: string | undefined },
): Payload => {
  const { message, tree, author, committer } = readCommit(repository, sha)
  const head = {
    id: sha,
    tree_id: tree,
    message,
    timestamp: committer.date,
    url: `${origin.html}/${fullName(repository)}/commit/${sha}`,
    author: { name: author.name, email: author.email },
    committer: { name: committer.name, email: committer.email },
  }
  switch (event) {
    case 'push':
      return {
        after: sha,
        ref: ref ?? `refs/heads/${repository.defaultBranch}`,
        head_commit: head,
        commits: [head],
        created: false,
        deleted: false,
        forced: before !== undefined && countCommits(repository, sha, before) > 0,
      }
    case 'merge_group':
      return {
        merge_group: {
          head_sha: sha,
          base_ref: `refs/heads/${repository.defaultBranch}`,
          ...(before === undefined ? {} : { base_sha: before }),
          ...(ref === undefined ? {} : { head_ref: ref }),
          head_commit: head,
        },
      }
    default:
      return { sha, check_run: { head_sha: sha }, check_suite: { head_sha: sha } }
  }
}
