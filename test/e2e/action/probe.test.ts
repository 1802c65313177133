import { afterAll, test } from 'vitest'
import { addComment, addReview } from '../../github/repositories.ts'
import { addEnvironment, addRun, approve, commitTo, deployed, enter, gateComments, openShop, propose, say, ship, statusOf, tipOf, type Shop } from './shop.ts'
import type { ActionResult } from './runner.ts'
const policy = 'version: 1\nmode: enforce\n'
const show = (name: string, shop: Shop, r: ActionResult) => {
  const { result, ...outputs } = r.outputs
  console.log(`\n######## ${name} (${Math.round(r.milliseconds)} ms, exit ${r.code}, ${r.requests.length} requests)`)
  console.log(outputs)
  console.log(r.log)
  console.log(r.requests.map((e) => `${e.status} ${e.route} ${e.route === 'POST /graphql' ? JSON.stringify(e.body).slice(10, 50) : e.path.slice(0, 110)}`).join('\n'))
  console.log('statuses', shop.repository.statuses.map((s) => `${s.sha.slice(0, 7)} ${s.state} ${s.description}`))
}
const comments = (c: { comments: { author: string; body: string }[] }) => console.log(c.comments.map((e) => `>>>> ${e.author}\n${e.body.split('<details>')[0]}`).join('\n'))
test.runIf(process.env.PART === '1')('pr', async () => {
  const shop = await openShop({ policy })
  const pull = propose(shop, { branch: 'topic', size: 'risky' })
  show('pull_request opened', shop, await enter(shop, { event: 'pull_request', action: 'opened' }, { pull }))
  commitTo(shop.state, shop.repository, { branch: 'topic', files: { 'src/more.ts': 'x\n' }, author: 'mira' })
  shop.wait(5)
  show('pull_request_target synchronize', shop, await enter(shop, { event: 'pull_request_target', action: 'synchronize' }, { pull }))
  comments(pull)
  const review = approve(shop, pull)
  show('review', shop, await enter(shop, { event: 'pull_request_review', action: 'submitted' }, { pull, review }))
  comments(pull)
})
test.runIf(process.env.PART === '2')('comments', async () => {
  const shop = await openShop({ policy })
  const pull = propose(shop, { branch: 'topic', size: 'risky' })
  await enter(shop, { event: 'pull_request_target', action: 'opened' }, { pull })
  shop.wait(5)
  for (const body of ['.risk', '.help', '.freeze', '.riks', '> .approve', '.approve deadbeef', '.risk explain', '.approve']) {
    const comment = say(shop, pull, body)
    show(body, shop, await enter(shop, { event: 'issue_comment', action: 'created' }, { pull, comment }))
    shop.wait(2)
  }
  comments(pull)
})
test.runIf(process.env.PART === '3')('deploys', async () => {
  const shop = await openShop({ policy })
  deployed(shop, tipOf(shop))
  const harmless = ship(shop, { branch: 'one' })
  show('push harmless', shop, await enter(shop, { event: 'push' }, { sha: harmless.sha }))
  const { pull, sha } = ship(shop, { branch: 'two', size: 'risky' })
  const run = addRun(shop.state, shop.repository, { headSha: sha, jobs: [{ name: 'gate' }] })
  const push = await enter(shop, { event: 'push' }, { sha }, { runId: run.id })
  show('push risky', shop, push)
  console.log(push.summary.slice(0, 1500))
  comments(pull)
  shop.wait(5)
  const comment = say(shop, pull, '.approve')
  show('.approve on merged', shop, await enter(shop, { event: 'issue_comment', action: 'created' }, { pull, comment }))
  comments(pull)
  show('push again', shop, await enter(shop, { event: 'push' }, { sha }, { runId: run.id, attempt: 2 }))
  const direct = commitTo(shop.state, shop.repository, { files: { 'src/till/till.ts': 'x\n'.repeat(900), 'src/till/b.ts': 'x\n'.repeat(900) , 'src/basket-1.ts': 'x\n'.repeat(900) }, author: 'mira' })
  show('direct', shop, await enter(shop, { event: 'push' }, { sha: direct }, { runId: run.id }))
  for (const issue of shop.repository.issues) { console.log(issue.title, issue.body); comments(issue) }
})
test.runIf(process.env.PART === '4')('others', async () => {
  const shop = await openShop({ policy })
  deployed(shop, tipOf(shop))
  const { sha } = ship(shop, { branch: 'two', size: 'risky' })
  const deployment = deployed(shop, sha, 'production', { states: ['queued'] })
  show('deployment', shop, await enter(shop, { event: 'deployment' }, { deployment }))
  const status = deployment.statuses[0]!
  show('deployment_status queued', shop, await enter(shop, { event: 'deployment_status' }, { deployment, status }))
  addEnvironment(shop.state, shop.repository, { name: 'production', reviewers: ['ada'] })
  const run = addRun(shop.state, shop.repository, { headSha: sha, jobs: [{ name: 'gate' }], pending: ['production'] })
  show('workflow_run requested', shop, await enter(shop, { event: 'workflow_run', action: 'requested' }, { run }))
  show('workflow_run completed', shop, await enter(shop, { event: 'workflow_run', action: 'completed' }, { run }))
  show('schedule', shop, await enter(shop, { event: 'schedule' }, {}, { payload: { schedule: '0 * * * *' } }))
  show('dispatch', shop, await enter(shop, { event: 'workflow_dispatch' }, {}, {}))
  show('dispatch on branch', shop, await enter(shop, { event: 'workflow_dispatch' }, {}, { ref: 'refs/heads/two' , sha }))
})
