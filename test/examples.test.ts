/** Every workflow that people copy, checked by GitHub's own parser, and held to what we promise of them. */
import { readdirSync, readFileSync } from 'node:fs'
import { registerHooks } from 'node:module'
import { join, resolve } from 'node:path'
import { beforeAll, describe, expect, test } from 'vitest'
import { parse } from 'yaml'

const root = resolve(import.meta.dirname, '..')
const workflowsIn = (folder: string): readonly string[] =>
  readdirSync(join(root, folder))
    .filter((name) => name.endsWith('.yml') && name !== 'change-risk.yml')
    .map((name) => `${folder}/${name}`)
const workflows = [...workflowsIn('examples'), ...workflowsIn('.github/workflows')]
const textOf = (path: string): string => readFileSync(join(root, path), 'utf8')

interface Step {
  readonly uses?: string
  readonly run?: string
  readonly with?: Readonly<Record<string, string>>
}
interface Job extends Step {
  readonly permissions?: Readonly<Record<string, string>>
  readonly steps?: readonly Step[]
  readonly needs?: string | readonly string[]
}
interface Workflow {
  readonly on: unknown
  readonly permissions?: Readonly<Record<string, string>> | string
  readonly jobs: Readonly<Record<string, Job>>
}
const read = (path: string): Workflow => parse(textOf(path)) as Workflow
const stepsOf = ({ jobs }: Workflow): readonly Step[] =>
  Object.values(jobs).flatMap((job) => [job, ...(job.steps ?? [])])

let problemsOf: (path: string, text: string) => readonly string[]
beforeAll(async () => {
  // The parser imports JSON without saying so.
  registerHooks({
    load: (url, context, next) =>
      next(url, url.endsWith('.json') ? { ...context, importAttributes: { type: 'json' } } : context),
    resolve: (specifier, context, next) => {
      const found = next(specifier, context)
      return specifier.endsWith('.json') ? { ...found, importAttributes: { type: 'json' } } : found
    },
  })
  const { parseWorkflow, NoOperationTraceWriter } = await import('@actions/workflow-parser')
  problemsOf = (name, content) =>
    parseWorkflow({ name, content }, new NoOperationTraceWriter())
      .context.errors.getErrors()
      .map(({ message }) => message)
})

test('the parser finds what is wrong', () => {
  expect(problemsOf('x.yml', 'on: push\njobs:\n  a:\n    runs-on: x\n    stepz: []\n')).not.toEqual([])
  expect(
    problemsOf(
      'x.yml',
      'on: push\njobs:\n  a:\n    runs-on: x\n    steps: [{ run: "$' + '{{ nothing.x }}" }]\n',
    ),
  ).not.toEqual([])
})

describe.each(workflows)('%s', (path) => {
  test('is a workflow to GitHub', () => expect(problemsOf(path, textOf(path))).toEqual([]))

  test('gives each job what it needs, and no token more than that', () => {
    const { permissions, jobs } = read(path)
    expect(permissions, 'nothing unless a job says so').toBeDefined()
    expect(permissions).not.toBe('write-all')
    for (const [name, job] of Object.entries(jobs))
      if (Object.keys(permissions as object).length === 0)
        expect(job.permissions, `permissions of ${name}`).toBeDefined()
  })

  test('pins what others wrote by its full SHA', () => {
    const used = stepsOf(read(path)).flatMap(({ uses }) => uses ?? [])
    const others = used.filter((uses) => !uses.startsWith('OWNER/change-risk-gate'))
    expect(others.filter((uses) => !/@[0-9a-f]{40}$/.test(uses))).toEqual([])
  })

  test('puts nothing that others write into a shell', () => {
    const scripts = stepsOf(read(path)).flatMap(({ run }) => run ?? [])
    expect(
      scripts.filter((script) => script.includes('${{') && !/\$\{\{ matrix\.\w+ \}\}/.test(script)),
    ).toEqual([])
  })
})

describe('an action of ours is only given inputs it has', () => {
  const declared = (path: string): readonly string[] =>
    Object.keys((parse(textOf(path)) as { inputs: object }).inputs)
  test.each(workflows)('%s', (path) => {
    for (const { uses, with: given = {} } of stepsOf(read(path))) {
      if (!uses?.startsWith('OWNER/change-risk-gate')) continue
      const at = uses.replace(/^OWNER\/change-risk-gate\/?/, '').replace(/@.*$/, '')
      const known = at.endsWith('.yml')
        ? Object.keys((read(at).on as { workflow_call: { inputs: object } }).workflow_call.inputs)
        : declared(join(at, 'action.yml'))
      expect(
        Object.keys(given).filter((name) => !known.includes(name)),
        uses,
      ).toEqual([])
    }
  })
})

test('a job never runs what a pull request brings where it has secrets', () => {
  for (const path of workflows) {
    const { on } = read(path)
    if (!JSON.stringify(on).includes('pull_request_target')) continue
    expect(stepsOf(read(path)).filter(({ uses }) => uses?.startsWith('actions/checkout'))).toEqual([])
  }
})

test('the watcher stays small', () => {
  const lines = textOf('examples/watch.yml').trimEnd().split('\n')
  expect(lines.length).toBeLessThanOrEqual(15)
  const { on } = read('examples/watch.yml') as { on: object }
  expect(Object.keys(on)).toEqual([
    'pull_request_target',
    'pull_request_review',
    'issue_comment',
    'issues',
    'schedule',
  ])
})

test('what a reusable workflow asks for, its callers grant', () => {
  for (const path of workflows)
    for (const [name, job] of Object.entries(read(path).jobs)) {
      const called = job.uses?.match(/^OWNER\/change-risk-gate\/(.+)@/)?.[1]
      if (called === undefined) continue
      const granted = { ...(read(path).permissions as object), ...job.permissions }
      for (const wanted of Object.values(read(called).jobs))
        expect(granted, `${path} ${name}`).toEqual(wanted.permissions)
    }
})
