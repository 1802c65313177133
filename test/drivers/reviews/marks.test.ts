/** What the gate hangs on a commit or a pull request: status, check run, label. */
import { describe, expect, test } from 'vitest'
import { type CheckRunRequest, publishCheckRun } from '../../../src/drivers/reviews/check-run.ts'
import { setRiskLabel } from '../../../src/drivers/reviews/label.ts'
import { setStatus } from '../../../src/drivers/reviews/status.ts'
import { acme, bot, type Fault, mallory, recording, refusing, sha, unsettled } from './recording.ts'

describe('the status', () => {
  const request = {
    sha,
    state: 'pending' as const,
    description: 'waits for @mira',
    targetUrl: 'https://ci/1',
  }
  const equal = {
    context: 'change-risk',
    state: 'pending',
    description: 'waits for @mira',
    target_url: 'https://ci/1',
    creator: bot,
  }
  const commit = (statuses: readonly unknown[], write: () => unknown = () => ({})) =>
    recording({
      'GET /repos/{owner}/{repo}/commits/{ref}/statuses': () => statuses,
      'POST /repos/{owner}/{repo}/statuses/{sha}': write,
    })

  test('is set in one request where nobody looks first', async () => {
    const github = commit([equal])
    expect(await setStatus(github, acme, request)).toMatchObject({ what: 'status', outcome: 'done' })
    expect(github.calls).toMatchObject([
      { parameters: { sha, context: 'change-risk', state: 'pending' }, repeatable: true },
    ])
  })

  test.each<[string, readonly unknown[], string]>([
    ['equal and ours', [equal], 'unchanged'],
    ['equal, its context in other letters', [{ ...equal, context: 'Change-Risk' }], 'unchanged'],
    ['none', [], 'done'],
    ['of another context', [{ ...equal, context: 'build' }], 'done'],
    ['of another state', [{ ...equal, state: 'success' }], 'done'],
    ['of another description', [{ ...equal, description: 'waits' }], 'done'],
    ['without a link', [{ ...equal, target_url: null }], 'done'],
    ['a stranger’s, though equal', [{ ...equal, creator: mallory }], 'done'],
    ['a stranger’s on top of ours', [{ ...equal, state: 'success', creator: mallory }, equal], 'done'],
    ['rubbish', [{ context: 7 }], 'done'],
  ])('that stands is %s', async (_, statuses, outcome) => {
    const github = commit(statuses)
    expect((await setStatus(github, acme, { ...request, own: [bot.login] })).outcome).toBe(outcome)
    expect(github.calls).toHaveLength(outcome === 'done' ? 2 : 1)
  })

  test.each([
    ['fits', 'x'.repeat(140), 'x'.repeat(140)],
    ['is cut', 'x'.repeat(141), `${'x'.repeat(139)}…`],
    ['is not cut through a character', `${'x'.repeat(138)}😀😀`, `${'x'.repeat(138)}…`],
  ])('whose description %s', async (_, description, sent) => {
    const github = commit([])
    await setStatus(github, acme, { ...request, description })
    expect(github.calls[0]?.parameters).toMatchObject({ description: sent })
  })

  test.each([
    ['forbidden' as const, '"statuses: write"'],
    ['not-found' as const, '"statuses: write"'],
    ['invalid' as const, '1,000 statuses'],
    ['server' as const, 'mend it'],
  ])('refused as %s says what to do', async (failure, mend) => {
    expect(await setStatus(commit([], refusing(failure)), acme, request)).toMatchObject({
      outcome: 'refused',
      why: expect.stringContaining(mend),
    })
  })

  test('hides no bug of ours', async () => {
    const broken = () => {
      throw new TypeError('a bug')
    }
    await expect(setStatus(commit([], broken), acme, request)).rejects.toThrow('a bug')
  })
})

describe('the check run', () => {
  const annotation = {
    path: 'ledger/post.ts',
    startLine: 3,
    endLine: 1,
    level: 'warning' as const,
    title: '×2.4',
    message: 'in 3 of the last 9 failed changes',
  }
  const request: CheckRunRequest = {
    sha,
    externalId: 'record-8c1f2a',
    conclusion: 'neutral',
    title: 'Review wanted',
    summary: 'Riskier than 96 of 100 changes here',
    annotations: [annotation],
  }
  const standing = (about: object = {}, output: object = {}) => ({
    id: 5,
    name: 'change-risk report',
    head_sha: sha,
    external_id: 'record-8c1f2a',
    conclusion: 'neutral',
    app: { slug: 'github-actions' },
    html_url: 'https://github.com/acme/shop/runs/5',
    output: { title: request.title, summary: request.summary, text: null, annotations_count: 1, ...output },
    ...about,
  })
  const commit = (start: readonly ReturnType<typeof standing>[], faults: readonly Fault[] = []) => {
    const runs = [...start]
    const github = recording(
      {
        'GET /repos/{owner}/{repo}/commits/{ref}/check-runs': () => runs,
        'POST /repos/{owner}/{repo}/check-runs': (sent) => {
          const { annotations, ...output } = sent['output'] as { readonly annotations: readonly unknown[] }
          const made = { ...standing().output, ...output, annotations_count: annotations.length }
          runs.push(standing({ ...sent, id: 6, output: made }))
          return runs.at(-1)
        },
        'PATCH /repos/{owner}/{repo}/check-runs/{check_run_id}': () => runs[0],
      },
      faults,
    )
    return { github, runs }
  }

  test.each<[string, readonly ReturnType<typeof standing>[], string, readonly string[]]>([
    ['is made', [], 'done', ['GET check-runs', 'POST check-runs']],
    ['stands already', [standing()], 'unchanged', ['GET check-runs']],
    [
      'is brought up to date',
      [standing({}, { annotations_count: 0 })],
      'done',
      ['GET check-runs', 'PATCH check-runs'],
    ],
    [
      'is followed by a new one, for annotations cannot be taken back',
      [standing({}, { summary: 'old' })],
      'done',
      ['GET check-runs', 'POST check-runs'],
    ],
    [
      'of another decision stays',
      [standing({ external_id: 'x' })],
      'done',
      ['GET check-runs', 'POST check-runs'],
    ],
    [
      'of another App stays',
      [standing({ app: { slug: 'evil' } })],
      'done',
      ['GET check-runs', 'POST check-runs'],
    ],
    ['of no App stays', [standing({ app: null })], 'done', ['GET check-runs', 'POST check-runs']],
    [
      'that is newest counts',
      [standing({ id: 4 }, { summary: 'old' }), standing({ id: 9 })],
      'unchanged',
      ['GET check-runs'],
    ],
  ])('%s', async (_, runs, outcome, asked) => {
    const { github } = commit(runs)
    expect(await publishCheckRun(github, acme, request)).toMatchObject({ what: 'check-run', outcome })
    expect(github.asked()).toEqual(asked)
  })

  test('keeps to GitHub’s limits', async () => {
    const { github } = commit([])
    const annotations = Array.from({ length: 53 }, () => annotation)
    const summary = 's'.repeat(70_000)
    const effect = await publishCheckRun(github, acme, { ...request, summary, text: summary, annotations })
    expect(effect.why).toContain('without 3 further annotations')
    const output = github.calls[1]?.parameters['output'] as Readonly<Record<string, unknown>>
    expect(output['annotations']).toHaveLength(50)
    expect(Reflect.get(Object(output['annotations']), 0)).toMatchObject({
      start_line: 3,
      end_line: 3,
      annotation_level: 'warning',
    })
    for (const name of ['summary', 'text']) {
      expect(output[name]).toHaveLength(65_535)
      expect(output[name]).toMatch(/s\n\n… cut here; the whole is in the job summary\.$/)
    }
  })

  test('published again after it was cut is unchanged', async () => {
    const { github } = commit([])
    const long = { ...request, text: 't'.repeat(70_000) }
    expect((await publishCheckRun(github, acme, long)).outcome).toBe('done')
    expect((await publishCheckRun(github, acme, long)).outcome).toBe('unchanged')
  })

  test.each(unsettled)('answered by %s, but made, is not made twice', async (failure) => {
    const { github, runs } = commit([], [{ at: 2, failure, isDone: true }])
    expect((await publishCheckRun(github, acme, request)).outcome).toBe('done')
    expect(runs).toHaveLength(1)
  })

  test('with annotations is not sent twice, without them it may be', async () => {
    const { github } = commit([standing({}, { annotations_count: 0, summary: 'old' })])
    await publishCheckRun(github, acme, request)
    await publishCheckRun(github, acme, { ...request, annotations: [] })
    expect(
      github.calls.filter(({ route }) => route.startsWith('PATCH')).map(({ repeatable }) => repeatable),
    ).toEqual([false, true])
  })

  test('of a personal token is refused with words', async () => {
    const { github } = commit([], [{ at: 2, failure: 'forbidden', isDone: false }])
    expect(await publishCheckRun(github, acme, request)).toMatchObject({
      outcome: 'refused',
      why: expect.stringContaining('"checks: write"'),
    })
  })
})

describe('the label', () => {
  const shop = (start: readonly string[], faults: readonly Fault[] = []) => {
    const labels = new Set(start)
    const made: unknown[] = []
    const github = recording(
      {
        'POST /repos/{owner}/{repo}/labels': (label) => void made.push(label),
        'POST /repos/{owner}/{repo}/issues/{issue_number}/labels': ({ labels: added }) => {
          for (const name of added as string[]) labels.add(name)
        },
        'DELETE /repos/{owner}/{repo}/issues/{issue_number}/labels/{name}': ({ name }) => {
          for (const label of labels) if (label.toLowerCase() === name) labels.delete(label)
        },
      },
      faults,
    )
    return {
      github,
      labels,
      made,
      label: () => setRiskLabel(github, acme, { number: 12, band: 'high', labels: start }),
    }
  }

  test.each<[string, readonly string[], string, readonly string[], number]>([
    ['is added in its colour', ['bug'], 'done', ['bug', 'risk:high'], 2],
    ['stands', ['risk:high', 'bug'], 'unchanged', ['risk:high', 'bug'], 0],
    ['stands, in other letters', ['Risk:High'], 'unchanged', ['Risk:High'], 0],
    ['replaces the others', ['Risk:Low', 'risk:critical'], 'done', ['risk:high'], 4],
    ['stays alone', ['risk:high', 'risk:low'], 'done', ['risk:high'], 1],
    ['leaves the team’s own', ['risk:accepted', 'risk:low'], 'done', ['risk:accepted', 'risk:high'], 3],
  ])('%s', async (_, start, outcome, left, requests) => {
    const { github, labels, label } = shop(start)
    expect(await label()).toMatchObject({ what: 'label', outcome })
    expect([...labels]).toEqual(left)
    expect(github.calls).toHaveLength(requests)
  })

  test.each([
    ['stood already', { at: 1, failure: 'invalid', isDone: false }, 'done'],
    ['was made meanwhile', { at: 1, failure: 'conflict', isDone: false }, 'done'],
    ['may not be made, but added', { at: 1, failure: 'forbidden', isDone: false }, 'done'],
    ['may not be added', { at: 2, failure: 'forbidden', isDone: false }, 'refused'],
    ['before it was taken off by hand', { at: 3, failure: 'not-found', isDone: false }, 'done'],
    ['before it may not go', { at: 3, failure: 'forbidden', isDone: false }, 'refused'],
  ] satisfies [string, Fault, string][])('that %s', async (_, fault, outcome) => {
    expect((await shop(['risk:low'], [fault]).label()).outcome).toBe(outcome)
  })

  test('is never missing in between', async () => {
    const { github, label } = shop(['risk:low'])
    await label()
    expect(github.asked()).toEqual(['POST labels', 'POST labels', 'DELETE labels'])
  })
})
