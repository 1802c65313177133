/** Through a door: what was asked is judged and told; whatever goes wrong ends in an answer, never in an approval. */

import { answerOf } from '../../clients/github/shapes.ts'
import type { Configuration } from '../../config/configuration.ts'
import { chooseEnvironment } from '../../config/environment.ts'
import type { Assessment } from '../../domain/assessment.ts'
import type { Effect } from '../../drivers/driver.ts'
import { strayRun } from '../../report/comment-headline.ts'
import type { CommentView } from '../../report/comment-view.ts'
import type { DeployDoor, Door, MergeGroupDoor, OutcomeDoor, RunDoor } from '../../sources/github/door.ts'
import { readPullRequest } from '../../sources/github/pull-request.ts'
import { answersOf } from '../../sources/github/reading.ts'
import type { DeploymentTarget } from './deployment.ts'
import { fullName, type Job } from './job.ts'
import type { QueuedGroup } from './queue.ts'

/** What was judged, and what came of it. */
export interface Judged {
  readonly assessment: Assessment
  readonly view: CommentView | null
  /** Exactly what was judged. */
  readonly sha: string
  /** What is wrong with the policy, when it could not be read. */
  readonly policyProblems: string | null
}

export interface Walked {
  /** Empty where nothing was judged; several where several environments wait. */
  readonly answers: readonly Judged[]
  readonly effects: readonly Effect[]
  /** Why nothing was judged. */
  readonly note: string | null
}

const nothing = (note: string, effects: readonly Effect[] = []): Walked => ({ answers: [], effects, note })

const together = (walks: readonly Walked[]): Walked => {
  const answers = walks.flatMap((walked) => walked.answers)
  return {
    answers,
    effects: walks.flatMap(({ effects }) => effects),
    note: answers.length > 0 ? null : walks.flatMap(({ note }) => note ?? []).join('; '),
  }
}

const pullRequest = async (job: Job, number: number): Promise<Walked> => {
  const pull = await readPullRequest(job.github, job.repository, number)
  // What judges is loaded after the first question: loading it sooner would keep GitHub waiting.
  const [{ judgePullRequest }, { tellPullRequest }, { wake }] = await Promise.all([
    import('./judging.ts'),
    import('./pull-request.ts'),
    import('./waiting.ts'),
  ])
  // A review of what has landed already may be the word a deployment waits for.
  if (pull.merged) return nothing(`#${number} is merged`, await wake(job, number, 'review'))
  if (pull.state === 'closed') return nothing(`#${number} is closed`)
  const judged = await judgePullRequest(job, pull)
  const { view, effects } = await tellPullRequest(job, judged)
  const { policyProblems } = judged
  return {
    answers: [{ assessment: view.assessment, view, sha: judged.pull.head.sha, policyProblems }],
    effects,
    note: null,
  }
}

const deployment = async (
  job: Job,
  asked: {
    readonly target: DeploymentTarget
    readonly environment: string | null
    readonly base?: string
    readonly distrust?: string
    readonly queued?: QueuedGroup
  },
): Promise<Walked> => {
  const { target, ...rest } = asked
  const [{ judgeDeployment }, { tellDeployment }] = await Promise.all([
    import('./judging.ts'),
    import('./deployment.ts'),
  ])
  const answer = await judgeDeployment(job, { sha: target.sha, ...rest })
  const { view, effects } = await tellDeployment(job, answer, target)
  const { policyProblems } = answer
  return {
    answers: [{ assessment: view.assessment, view, sha: target.sha, policyProblems }],
    effects,
    note: null,
  }
}

const commitRoute = 'GET /repos/{owner}/{repo}/commits/{ref}'

/** The commit a ref of this repository stands for now. Throws GitHubError. */
const resolveRef = async (job: Job, ref: string): Promise<string> => {
  const data = await job.github.request(commitRoute, { ...job.repository, ref })
  return answerOf(commitRoute, data).commitName('sha')
}

const deploy = async (job: Job, door: DeployDoor): Promise<Walked> => {
  const sha = door.sha ?? (await resolveRef(job, door.ref ?? job.run.sha))
  const base = job.asked.baseRef === undefined ? {} : { base: await resolveRef(job, job.asked.baseRef) }
  const declared =
    job.asked.emergency === undefined
      ? []
      : await (await import('./overriding.ts')).declareEmergency(job, { sha, environment: door.environment })
  const walked = await deployment(job, {
    target: { sha, runId: null, environments: [], deploymentId: door.deploymentId, asks: true },
    environment: door.environment,
    ...base,
    ...(door.event === 'workflow_dispatch' && !door.onDefaultBranch
      ? {
          distrust: `${strayRun}; its workflow may be anybody’s: start it on ${job.defaultBranch}`,
        }
      : {}),
  })
  return { ...walked, effects: [...declared, ...walked.effects] }
}

/**
 * A group is judged from the tip it would land on; approvals and labels of its pull requests count although they have
 * not landed.
 */
const mergeGroup = (job: Job, { base, head, numbers }: MergeGroupDoor): Promise<Walked> =>
  deployment(job, {
    target: { sha: head, runId: null, environments: [], deploymentId: null, asks: false },
    environment: null,
    base,
    queued: { newest: numbers[0] ?? null },
  })

const pendingRoute = 'GET /repos/{owner}/{repo}/actions/runs/{run_id}/pending_deployments'
const mostEnvironments = 4

/** GitHub's names of the environments a run waits for. */
const waitingFor = async (job: Job, runId: number): Promise<readonly string[]> => {
  const data = await job.github.request(pendingRoute, { ...job.repository, run_id: runId })
  return answerOf(pendingRoute, { waiting: data })
    .list('waiting')
    .map((pending) => pending.text('environment.name'))
    .slice(0, mostEnvironments)
}

/** A run that waits at environments is answered for each of them. */
const waitingRun = async (job: Job, runId: number, sha: string): Promise<Walked> => {
  const environments = await waitingFor(job, runId)
  if (environments.length === 0) return nothing(`run ${runId} waits for nobody`)
  const walks: Walked[] = []
  for (const environment of environments)
    walks.push(
      await deployment(job, {
        target: { sha, runId, environments: [environment], deploymentId: null, asks: true },
        environment,
      }),
    )
  return together(walks)
}

const run = async (job: Job, door: RunDoor): Promise<Walked> => {
  if (door.action === 'completed') return nothing('the run has ended: there is nothing to hold')
  // A fork's run deploys nothing of ours; its head may hold anything.
  if (door.headRepository?.toLowerCase() !== fullName(job).toLowerCase())
    return nothing('the run belongs to another repository')
  return waitingRun(job, door.runId, door.headSha)
}

const runsRoute = 'GET /repos/{owner}/{repo}/actions/runs'
const mostRuns = 5

const sweep = async (job: Job): Promise<Walked> => {
  const { items } = await job.github.list(
    runsRoute,
    { ...job.repository, status: 'waiting', per_page: 30 },
    mostRuns,
  )
  const walks: Walked[] = []
  for (const each of answersOf(runsRoute, items))
    walks.push(await waitingRun(job, each.integer('id'), each.commitName('head_sha')))
  const { sweepQuestions } = await import('./sweeping.ts')
  const { effects, note } = await sweepQuestions(job)
  const swept = nothing(note ?? 'no run waits', effects)
  return walks.length === 0 ? swept : together([...walks, swept])
}

const ended = new Set(['success', 'failure', 'error', 'inactive'])

/** Remembers what became of a deployment, under our name of the environment. */
const outcome = async (job: Job, door: OutcomeDoor): Promise<Walked> => {
  if (!ended.has(door.state)) return nothing(`the deployment is ${door.state}: there is no outcome yet`)
  if (job.asked.dryRun) return nothing('a dry run remembers nothing')
  const { ledgerOf } = await import('./judging.ts')
  const { ledger, configuration } = await ledgerOf(job, null)
  const environment = nameOf(configuration, door.environment)
  await ledger.append([
    {
      stream: 'deployments',
      kind: 'deployment',
      key: { repository: fullName(job), deployment: door.deploymentId, state: door.state },
      at: new Date(door.at).toISOString(),
      repository: fullName(job),
      environment,
      actor: 'github',
      tool: { name: 'change-risk-gate', version: job.version },
      body: { sha: door.sha, state: door.state, deployment: door.deploymentId, name: door.environment },
    },
  ])
  return nothing(`remembered: ${door.environment} ${door.state} ${door.sha.slice(0, 8)}`)
}

const nameOf = (configuration: Configuration, environment: string): string =>
  configuration.environments.length === 0 ||
  configuration.environments.some(
    ({ name, githubEnvironments }) => name === environment || githubEnvironments.includes(environment),
  )
    ? chooseEnvironment(configuration, environment).name
    : environment

/** Through one door. Throws SourceError where GitHub does not answer enough to judge at all. */
export const walk = async (job: Job, door: Door): Promise<Walked> => {
  switch (door.door) {
    case 'nothing':
      return nothing(door.why)
    case 'pull-request':
    case 'review':
      return pullRequest(job, door.number)
    case 'command': {
      const { answerCommand } = await import('./answering.ts')
      const { judged, told, effects } = await answerCommand(job, door)
      return judged === null
        ? nothing('the command was answered', effects)
        : {
            answers: [
              {
                assessment: told?.view.assessment ?? judged.assessment,
                view: told?.view ?? null,
                sha: judged.pull.head.sha,
                policyProblems: judged.policyProblems,
              },
            ],
            effects: [...effects, ...(told?.effects ?? [])],
            note: null,
          }
    }
    case 'label': {
      const { answerLabel } = await import('./labelling.ts')
      const { note, effects } = await answerLabel(job, door)
      return nothing(note, effects)
    }
    case 'deploy':
      return deploy(job, door)
    case 'merge-group':
      return mergeGroup(job, door)
    case 'run':
      return run(job, door)
    case 'outcome':
      return outcome(job, door)
    case 'sweep': {
      const { chaseReviews } = await import('./chasing.ts')
      const chased = await chaseReviews(job)
      const walked = await sweep(job)
      return { ...walked, effects: [...walked.effects, ...chased] }
    }
  }
}
