import { test } from 'vitest'
import { addDeployment, addEnvironment, addRun } from '../../github/releases.ts'
import { addComment, addReview, commitTo, mergePull, openPull } from '../../github/repositories.ts'
import { startGitHub } from '../../github/serve.ts'
import { webhookPayload } from '../../github/webhooks.ts'
import { appToken, enforcing, jobToken, openShop, reviewerToken } from './faulting.ts'
import { runInProcess } from './runner.ts'

const show = (name: string, r: Awaited<ReturnType<typeof runInProcess>>) => {
  console.log(name, r.code, Math.round(r.milliseconds), JSON.stringify({ ...r.outputs, result: '' }, null, 1))
  console.log(r.requests.map((x) => `${x.route} ${x.status}`).join('\n'))
  console.log(r.log)
}
test('all', async () => {
  let b = performance.now()
  const { state, repository } = openShop(enforcing('pull-requests'))
  console.log('shop', performance.now() - b)
  const live = commitTo(state, repository, {
    files: { 'src/cart.ts': 'export const live = 1\n' },
    at: '2026-03-05T10:00:00Z',
    author: 'mira',
    message: 'Live',
  })
  commitTo(state, repository, {
    branch: 'topic',
    files: { 'docs/guide.md': 'How to.\nMore.\n' },
    at: '2026-03-09T10:00:00Z',
    author: 'mira',
  })
  const pull = openPull(state, repository, { head: 'topic', title: 'Say more', author: 'mira' })
  b = performance.now()
  const github = await startGitHub(state)
  console.log('start', performance.now() - b)
  const payload = webhookPayload(
    state,
    { event: 'pull_request_target', action: 'synchronize', url: github.url },
    { repository, pull },
  )
  const one = await runInProcess({
    github,
    repository,
    event: 'pull_request_target',
    payload,
    inputs: { 'github-token': jobToken },
  })
  show('pr', one)
  const two = await runInProcess({
    github,
    repository,
    event: 'pull_request_target',
    payload,
    inputs: { 'github-token': jobToken },
    temporary: one.temporary,
  })
  show('again', two)
  await github.close()
}, 60000)
