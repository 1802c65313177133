/** Letting go of what an environment holds: reviewers' approvals and custom deployment protection rules. */
import { found, invalid, noContent, ok, Refusal } from '../answer.ts'
import type { Caller } from '../caller.ts'
import { addDeployment } from '../releases.ts'
import { userOf } from '../represent.ts'
import { inRepository, type RepositoryCall, read, write } from '../route.ts'
import { type Environment, fullName, type Repository, type Run, type State } from '../state.ts'
import { deploymentOf } from './deployments.ts'
import { reviewersOf } from './environments.ts'
import { runAt } from './runs.ts'

const environmentNamed = ({ repository }: RepositoryCall<unknown>, name: string): Environment =>
  found(repository.environments.find((each) => each.name === name))

/** Reviewers may; where self-review is prevented, not who started the run. */
const mayApprove = (
  state: State,
  repository: Repository,
  run: Run,
  environment: Environment,
  { login, kind }: Caller,
): boolean => {
  const organization = state.organizations.find((each) => each.login === repository.owner)
  const named = environment.reviewers.some(
    (name) =>
      name === login ||
      organization?.teams.some((team) => `@${team.slug}` === name && team.members.includes(login)),
  )
  return kind === 'user' && named && !(environment.preventSelfReview && run.actor === login)
}

const pending = inRepository(
  'GET /repos/{owner}/{repo}/actions/runs/{run_id}/pending_deployments',
  read('actions'),
  (call) => {
    const run = runAt(call)
    return ok(
      run.pending.map((name) => {
        const environment = environmentNamed(call, name)
        return {
          environment: {
            id: environment.id,
            name,
            url: `${call.origin.api}/repos/${fullName(call.repository)}/environments/${encodeURIComponent(name)}`,
          },
          wait_timer: environment.waitMinutes,
          wait_timer_started_at: environment.waitMinutes > 0 ? run.createdAt : null,
          current_user_can_approve: mayApprove(call.state, call.repository, run, environment, call.caller),
          reviewers: reviewersOf(call, call.repository, environment),
        }
      }),
    )
  },
)

/** An environment lets go when its reviewers and every App's rule have approved; one rejection ends the run. */
const settle = (call: RepositoryCall<unknown>, run: Run): void => {
  const approvedByPeople = (name: string) =>
    run.approvals.some((each) => each.state === 'approved' && each.environments.includes(name))
  const approvedBy = (name: string, app: string) =>
    run.protections.some((each) => each.environment === name && each.app === app && each.state === 'approved')
  run.pending = run.pending.filter((name) => {
    const { reviewers, customRules } = environmentNamed(call, name)
    const people = reviewers.length === 0 || approvedByPeople(name)
    return !(people && customRules.every((app) => approvedBy(name, app)))
  })
  const rejected = [...run.approvals, ...run.protections].some((each) => each.state === 'rejected')
  if (rejected) Object.assign(run, { status: 'completed', conclusion: 'failure', pending: [] })
  else if (run.pending.length === 0 && run.status === 'waiting') run.status = 'in_progress'
  run.updatedAt = call.now
}

/** Never an App's token, nor GITHUB_TOKEN: GitHub's description says so, and the pipeline heeds it. */
const review = inRepository(
  'POST /repos/{owner}/{repo}/actions/runs/{run_id}/pending_deployments',
  { ...write('actions'), role: 'read' },
  (call) => {
    const run = runAt(call)
    const { environment_ids: ids, state: word, comment } = call.parameters
    const chosen = call.repository.environments.filter((each) => ids.includes(each.id))
    const waiting = chosen.length === ids.length && chosen.every((each) => run.pending.includes(each.name))
    if (!waiting || !chosen.every((each) => mayApprove(call.state, call.repository, run, each, call.caller)))
      throw invalid('There were problems approving one of the gates')
    run.approvals.push({
      environments: chosen.map((each) => each.name),
      state: word,
      comment,
      author: call.caller.login,
    })
    settle(call, run)
    const made = chosen.map(({ name }) =>
      addDeployment(call.state, call.repository, {
        sha: run.headSha,
        environment: name,
        states: word === 'approved' ? ['queued'] : ['failure'],
      }),
    )
    return ok(made.map((each) => deploymentOf(call, call.repository, each)))
  },
)

const approvals = inRepository(
  'GET /repos/{owner}/{repo}/actions/runs/{run_id}/approvals',
  read('actions'),
  (call) =>
    ok(
      runAt(call).approvals.map((approval) => ({
        state: approval.state,
        comment: approval.comment,
        user: userOf(call, approval.author),
        environments: approval.environments.map((name) => {
          const { id, createdAt } = environmentNamed(call, name)
          return { id, name, created_at: createdAt, updated_at: createdAt }
        }),
      })),
    ),
)

/** Only an App, only for its own rule; without a state it is a report, ten at most. */
const protect = inRepository(
  'POST /repos/{owner}/{repo}/actions/runs/{run_id}/deployment_protection_rule',
  write('deployments'),
  (call) => {
    const run = runAt(call)
    const { environment_name: name, comment = '' } = call.parameters
    const word = 'state' in call.parameters ? call.parameters.state : null
    const app = call.caller.login.replace('[bot]', '')
    const { customRules } = environmentNamed(call, name)
    if (call.caller.kind !== 'app' || !customRules.includes(app))
      throw new Refusal(403, 'Resource not accessible by integration')
    if (comment.length > 1024) throw invalid('comment is too long (maximum is 1024 characters)')
    if (!run.pending.includes(name)) throw invalid(`No pending deployment for environment ${name}`)
    const reports = run.protections.filter(
      (each) => each.state === null && each.environment === name && each.app === app,
    )
    if (word === null && reports.length >= 10)
      throw invalid('The maximum number of status reports has been reached')
    run.protections.push({ environment: name, state: word, comment, app })
    if (word !== null) settle(call, run)
    return noContent
  },
)

export const pendingRoutes = [pending, review, approvals, protect]
