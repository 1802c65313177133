/** What lets a deployment go or tells about it: pending deployments, protection rules, deployment statuses, re-runs. */
import { describe, expect, test } from 'vitest'
import { mirrorDecision } from '../../../src/drivers/reviews/deployment.ts'
import { answerPendingDeployments } from '../../../src/drivers/reviews/pending-deployments.ts'
import { answerProtectionRule } from '../../../src/drivers/reviews/protection-rule.ts'
import { rerunGateJob } from '../../../src/drivers/reviews/rerun.ts'
import { acme, type Fault, otherSha, recording, refusing, sha, unsettled } from './recording.ts'

const run = { id: 77, head_sha: sha, status: 'completed', run_attempt: 1, created_at: '2026-11-19T12:00:00Z' }

describe('pending deployments', () => {
  const request = {
    runId: 77,
    environments: ['production'],
    state: 'approved' as const,
    comment: 'below the limit',
    sha,
  }
  const production = { environment: { id: 1, name: 'Production' }, current_user_can_approve: true }
  const europe = { environment: { id: 2, name: 'europe' }, current_user_can_approve: true }
  const world = (pending: readonly unknown[], head = sha, faults: readonly Fault[] = []) => {
    const given: { state: unknown; comment: unknown; environments: readonly { name: string }[] }[] = []
    const github = recording(
      {
        'GET /repos/{owner}/{repo}/actions/runs/{run_id}': () => ({ ...run, head_sha: head }),
        'GET /repos/{owner}/{repo}/actions/runs/{run_id}/pending_deployments': () => pending,
        'POST /repos/{owner}/{repo}/actions/runs/{run_id}/pending_deployments': ({ state, comment }) => {
          given.push({ state, comment, environments: [{ name: 'Production' }] })
          return []
        },
        'GET /repos/{owner}/{repo}/actions/runs/{run_id}/approvals': () => given,
      },
      faults,
    )
    return { github, given }
  }

  test.each<[string, readonly unknown[], string, string, unknown, number]>([
    ['the one that was judged', [production], sha, 'done', [1], 3],
    ['not one that nobody judged', [production, europe], sha, 'done', [1], 3],
    ['nothing when nothing waits', [], sha, 'unchanged', undefined, 1],
    ['nothing when only others wait', [europe], sha, 'unchanged', undefined, 1],
    [
      'nothing when we may not',
      [{ ...production, current_user_can_approve: false }],
      sha,
      'refused',
      undefined,
      1,
    ],
    ['nothing when the run deploys another commit', [production], otherSha, 'refused', undefined, 2],
    [
      'nothing when GitHub does not say that we may',
      [{ environment: production.environment }],
      sha,
      'refused',
      undefined,
      1,
    ],
  ])('answers %s', async (_, pending, head, outcome, environment_ids, requests) => {
    const { github } = world(pending, head)
    expect(await answerPendingDeployments(github, acme, request)).toMatchObject({
      what: 'pending-deployments',
      outcome,
    })
    expect(github.calls.find(({ route }) => route.startsWith('POST'))?.parameters['environment_ids']).toEqual(
      environment_ids,
    )
    expect(github.calls).toHaveLength(requests)
  })

  test('answers where it may, and says where it may not', async () => {
    const { github } = world([production, { ...europe, current_user_can_approve: false }])
    const effect = await answerPendingDeployments(github, acme, {
      ...request,
      environments: ['production', 'europe'],
    })
    expect(effect).toMatchObject({
      outcome: 'refused',
      why: expect.stringMatching(/approved for Production\. .*waits at europe: only a required reviewer/),
    })
  })

  test.each([
    [1, '"actions: read"'],
    [3, 'required reviewer'],
  ])('request %i forbidden names the mend', async (at, mend) => {
    const { github } = world([production], sha, [{ at, failure: 'forbidden', isDone: false }])
    expect((await answerPendingDeployments(github, acme, request)).why).toContain(mend)
  })

  test.each(unsettled)(
    'an answer that arrived although GitHub said %s is found in the history',
    async (failure) => {
      for (const isDone of [true, false]) {
        const { github, given } = world([production], sha, [{ at: 3, failure, isDone }])
        expect((await answerPendingDeployments(github, acme, request)).outcome).toBe(
          isDone ? 'done' : 'refused',
        )
        expect(given).toHaveLength(isDone ? 1 : 0)
        expect(github.calls[2]?.repeatable).toBe(false)
      }
    },
  )
})

describe('a protection rule', () => {
  const request = { runId: 77, environment: 'production', comment: 'below the limit', sha }
  const world = (answer: () => unknown = () => undefined, head = sha) =>
    recording({
      'GET /repos/{owner}/{repo}/actions/runs/{run_id}': () => ({ ...run, head_sha: head }),
      'POST /repos/{owner}/{repo}/actions/runs/{run_id}/deployment_protection_rule': answer,
    })

  test.each([
    ['approved' as const, true],
    ['rejected' as const, true],
    [undefined, false],
  ])('is answered %s', async (state, repeatable) => {
    const github = world()
    const effect = await answerProtectionRule(github, acme, { ...request, ...(state ? { state } : {}) })
    expect(effect).toMatchObject({ what: 'protection-rule', outcome: 'done' })
    expect(github.calls[1]).toEqual({
      route: 'POST /repos/{owner}/{repo}/actions/runs/{run_id}/deployment_protection_rule',
      parameters: {
        ...acme,
        run_id: 77,
        environment_name: 'production',
        comment: 'below the limit',
        ...(state ? { state } : {}),
      },
      repeatable,
    })
  })

  test('of another commit is not', async () => {
    const github = world(undefined, otherSha)
    expect((await answerProtectionRule(github, acme, { ...request, state: 'approved' })).outcome).toBe(
      'refused',
    )
    expect(github.calls).toHaveLength(1)
  })

  test('takes 1,024 characters', async () => {
    const github = world()
    await answerProtectionRule(github, acme, { ...request, comment: 'x'.repeat(2_000) })
    expect(github.calls[1]?.parameters['comment']).toHaveLength(1_024)
  })

  test.each([
    ['forbidden' as const, 'own token'],
    ['invalid' as const, 'answered by now'],
  ])('refused as %s names the mend', async (failure, mend) => {
    expect(await answerProtectionRule(world(refusing(failure)), acme, request)).toMatchObject({
      outcome: 'refused',
      why: expect.stringContaining(mend),
    })
  })
})

describe('a deployment', () => {
  const request = {
    deploymentId: 9,
    state: 'pending' as const,
    description: 'waits',
    logUrl: 'https://github.com/acme/shop/actions/runs/77',
  }
  const equal = { state: 'pending', description: 'waits', log_url: request.logUrl }
  test.each<[string, readonly unknown[], string]>([
    ['nobody has spoken about shows the decision', [], 'done'],
    ['that shows another decision shows this one', [{ ...equal, state: 'queued' }], 'done'],
    ['that shows it is left alone', [equal], 'unchanged'],
    ['that has begun is left alone', [{ ...equal, state: 'in_progress' }], 'unchanged'],
    ['that is live is left alone', [{ ...equal, state: 'success' }], 'unchanged'],
    ['that has failed is left alone', [{ ...equal, state: 'failure' }], 'unchanged'],
    ['of which GitHub tells rubbish is left alone', [{ state: null }], 'refused'],
  ])('%s', async (_, statuses, outcome) => {
    const github = recording({
      'GET /repos/{owner}/{repo}/deployments/{deployment_id}/statuses': () => statuses,
      'POST /repos/{owner}/{repo}/deployments/{deployment_id}/statuses': () => ({}),
    })
    expect(await mirrorDecision(github, acme, request)).toMatchObject({ what: 'deployment', outcome })
    expect(github.calls).toHaveLength(outcome === 'done' ? 2 : 1)
    if (outcome === 'done')
      expect(github.calls[1]?.parameters).toMatchObject({ auto_inactive: false, ...equal })
  })
})

describe('re-running the gate of a waiting run', () => {
  const request = { runId: 77, jobName: 'gate', sha }
  const job = { id: 5, name: 'gate', head_sha: sha }
  const world = (about: object = {}, jobs: readonly unknown[] = [job], faults: readonly Fault[] = []) => {
    const now = { ...run, ...about }
    const github = recording(
      {
        'GET /repos/{owner}/{repo}/actions/runs/{run_id}': () => now,
        'GET /repos/{owner}/{repo}/actions/runs/{run_id}/jobs': () => jobs,
        'POST /repos/{owner}/{repo}/actions/jobs/{job_id}/rerun': () => {
          now.run_attempt += 1
          return {}
        },
      },
      faults,
    )
    return { github, attempts: () => now.run_attempt }
  }

  test.each<[string, object, readonly unknown[], string, string, number]>([
    ['starts it again', {}, [{ ...job, id: 4, name: 'build' }, job], 'done', 'Started "gate"', 3],
    ['finds it in a reusable workflow', {}, [{ ...job, name: 'deploy / gate' }], 'done', 'Started', 3],
    ['not on another commit', { head_sha: otherSha }, [job], 'refused', 'deploys 8b1e77a', 1],
    ['not while it runs', { status: 'in_progress' }, [job], 'refused', 'is in_progress', 1],
    ['not after 30 days', { created_at: '2026-10-21T11:59:59Z' }, [job], 'refused', 'over 30 days old', 1],
    ['within 30 days', { created_at: '2026-10-21T12:00:00Z' }, [job], 'done', 'Started', 3],
    ['not a job that is not there', {}, [{ ...job, name: 'gatekeeper' }], 'refused', 'no job "gate"', 2],
    ['not one of two', {}, [job, { ...job, name: 'b / gate' }], 'refused', '2 jobs', 2],
    ['not a job of another commit', {}, [{ ...job, head_sha: otherSha }], 'refused', 'another commit', 2],
  ])('%s', async (_, about, jobs, outcome, why, requests) => {
    const { github } = world(about, jobs)
    expect(await rerunGateJob(github, acme, request)).toMatchObject({
      what: 'rerun',
      outcome,
      why: expect.stringContaining(why),
    })
    expect(github.calls).toHaveLength(requests)
    if (outcome === 'done') expect(github.calls[2]?.parameters).toMatchObject({ job_id: 5 })
  })

  test('once, however many approve at a time', async () => {
    const { github, attempts } = world()
    const waiting = { ...request, attempt: 1 }
    expect((await rerunGateJob(github, acme, waiting)).outcome).toBe('done')
    expect((await rerunGateJob(github, acme, waiting)).outcome).toBe('unchanged')
    expect(attempts()).toBe(2)
  })

  test.each(unsettled)('%s leaves it open: the run tells', async (failure) => {
    for (const isDone of [true, false]) {
      const { github, attempts } = world({}, [job], [{ at: 3, failure, isDone }])
      expect((await rerunGateJob(github, acme, request)).outcome).toBe(isDone ? 'done' : 'refused')
      expect(attempts()).toBe(isDone ? 2 : 1)
    }
  })

  test.each([
    ['forbidden' as const, '"actions: write"'],
    ['conflict' as const, 'start the workflow again'],
    ['invalid' as const, 'start the workflow again'],
  ])('refused as %s names the mend', async (failure, mend) => {
    const { github } = world({}, [job], [{ at: 3, failure, isDone: false }])
    expect(await rerunGateJob(github, acme, request)).toMatchObject({
      outcome: 'refused',
      why: expect.stringContaining(mend),
    })
  })
})
