import { test } from 'vitest'
import { deployed, enter, openShop, propose, ship, tipOf } from './shop.ts'

test('probe', async () => {
  let t = performance.now()
  const shop = await openShop({})
  console.log('shop', performance.now() - t)
  t = performance.now()
  const pull = propose(shop, { branch: 'topic', size: 'risky' })
  console.log('propose', performance.now() - t)
  const mode = process.env.GATE_MODE ?? 'enforce'
  const r = await enter(
    shop,
    { event: 'pull_request_target', action: 'synchronize' },
    { pull },
    { inputs: { mode } },
  )
  console.log(r.milliseconds, r.code, r.outputs, r.log, r.summary)
  console.log(r.requests.map((e) => `${e.status} ${e.route}`).join('\n'))
  console.log(
    pull.comments.map((c) => c.body).join('\n=====\n'),
    shop.repository.statuses,
    shop.repository.checkRuns.map((c) => JSON.stringify(c, null, 1)).join(),
  )
  deployed(shop, tipOf(shop))
  const one = ship(shop, { branch: 'one' })
  const two = ship(shop, { branch: 'two', size: 'risky' })
  const p = await enter(shop, { event: 'push' }, { sha: two.sha }, { inputs: { mode } })
  console.log(p.milliseconds, p.code, p.outputs, p.log, p.summary)
  console.log(
    p.requests
      .map(
        (e) =>
          `${e.status} ${e.route} ${e.route === 'POST /graphql' ? JSON.stringify(e.body).slice(0, 150) : ''}`,
      )
      .join('\n'),
  )
  console.log(two.pull.comments.map((c) => c.body).join('\n=====\n'))
})
