/** The repository that the tests of the double itself ask about. */
import { Octokit } from '@octokit/core'
import { addDeployment, addEnvironment, addRelease, addRun } from './releases.ts'
import { addComment, addIssue, addRepository, addReview, commitTo, openPull } from './repositories.ts'
import { type LoopbackGitHub, startGitHub } from './serve.ts'
import { newState } from './state.ts'

export const at = { owner: 'acme', repo: 'shop' }
export const clock = () => new Date('2026-03-10T10:00:00Z')

export const openShop = async () => {
  const state = newState({ clock })
  state.organizations.push({
    login: 'acme',
    members: ['mira'],
    teams: [{ slug: 'leads', id: 5, members: ['mira'] }],
  })
  const shop = addRepository(state, 'acme/shop', {
    collaborators: { mira: 'write', ada: 'write', rob: 'read' },
  })
  const base = commitTo(state, shop, {
    files: {
      'a.txt': 'one\n',
      'b/c.txt': 'two\n',
      '.github/workflows/deploy.yml': 'on: workflow_dispatch\n',
    },
    message: 'First',
  })
  const head = commitTo(state, shop, { branch: 'topic', files: { 'a.txt': 'one\nmore\n' }, author: 'mira' })
  const pull = openPull(state, shop, { head: 'topic', author: 'mira' })
  const review = addReview(state, pull, { author: 'ada', state: 'APPROVED' })
  const comment = addComment(state, pull, { author: 'github-actions[bot]', body: 'hello' })
  const issue = addIssue(state, shop, { title: 'It broke', labels: ['incident'] })
  const deployment = addDeployment(state, shop, { sha: base, environment: 'production' })
  addRelease(state, shop, { tag: 'v1.0.0', sha: base })
  const environment = addEnvironment(state, shop, {
    name: 'production',
    reviewers: ['ada', '@leads'],
    customRules: ['gate'],
  })
  const waiting = addRun(state, shop, {
    headSha: base,
    pending: ['production'],
    jobs: [{ name: 'gate' }],
    actor: 'mira',
  })
  const done = addRun(state, shop, {
    headSha: base,
    jobs: [{ name: 'gate' }, { name: 'deploy' }],
    actor: 'mira',
  })
  shop.rules['main'] = [
    {
      type: 'required_status_checks',
      parameters: {
        required_status_checks: [{ context: 'change-risk' }],
        strict_required_status_checks_policy: false,
      },
      ruleset_source_type: 'Repository',
      ruleset_source: 'acme/shop',
      ruleset_id: 1,
    },
  ]
  state.tokens['ada-token'] = { login: 'ada', kind: 'user' }
  state.tokens['mira-token'] = { login: 'mira', kind: 'user' }
  state.tokens['rob-token'] = { login: 'rob', kind: 'user' }
  state.tokens['gate-token'] = {
    login: 'gate[bot]',
    kind: 'app',
    permissions: { actions: 'read', deployments: 'write', 'pull-requests': 'write', members: 'read' },
  }
  const github = await startGitHub(state)
  return {
    github,
    state,
    shop,
    base,
    head,
    pull,
    review,
    comment,
    issue,
    deployment,
    environment,
    waiting,
    done,
  }
}
export type Shop = Awaited<ReturnType<typeof openShop>>

/** A client without a socket, or over HTTP as a GitHub Enterprise Server is reached. */
export const client = (github: LoopbackGitHub, auth = 'workflow-token', viaHttp = false): Octokit =>
  new Octokit({
    auth,
    baseUrl: viaHttp ? `${github.url}/api/v3` : 'https://api.github.com',
    ...(viaHttp ? {} : { request: { fetch: github.fetch } }),
    log: { debug: () => {}, info: () => {}, warn: () => {}, error: () => {} },
  })

export interface Told {
  readonly status: number
  readonly message: string
  readonly data: unknown
  readonly headers: Readonly<Record<string, string | number | undefined>>
}
/** What came back, also when it was a refusal; status 0 when nothing did. */
export const tell = async (octokit: Octokit, route: string, parameters: object = {}): Promise<Told> => {
  try {
    const { status, data, headers } = await octokit.request(route, { ...parameters })
    return { status, message: '', data, headers }
  } catch (error) {
    const { status, message, response } = error as { status?: number; message: string; response?: Told }
    const lost = response === undefined
    return {
      status: lost ? 0 : (status ?? 0),
      message,
      data: response?.data,
      headers: response?.headers ?? {},
    }
  }
}
