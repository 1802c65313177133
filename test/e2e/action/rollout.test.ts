/** The rollout's action in jobs of its own, its journal on a branch, its fleet a folder of files. */
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { resultText } from '../../../src/report/result.ts'
import { git, refsOf } from '../../github/git.ts'
import { workflowToken } from '../../github/state.ts'
import { firstRun } from '../../report/fixtures.ts'
import { type FolderFleet, openFolderFleet, type PlanParts } from '../rollout/folder-fleet.ts'
import { newFolder, runAction } from './runner.ts'
import { openShop, type Shop, tipOf } from './shop.ts'

const openFleet = (more: PlanParts = {}): FolderFleet => openFolderFleet(newFolder('fleet'), more)

const job = (shop: Shop, workspace: string, inputs: Readonly<Record<string, string>>) =>
  runAction({
    program: 'rollout',
    github: shop.github,
    repository: shop.repository,
    event: 'push',
    payload: { ref: 'refs/heads/main', after: tipOf(shop) },
    workspace,
    inputs,
  })

const isCommand = (line: string): boolean => /^::(?:group|endgroup|add-mask)/.test(line)

/** Titles of the folds. @throws where one is opened in another, or never closed */
const foldsIn = (log: string): readonly string[] => {
  const titles: string[] = []
  let isOpen = false
  for (const line of log.split('\n')) {
    const title = /^::group::(.*)$/.exec(line)?.[1]
    if (title !== undefined) titles.push(title)
    if (title !== undefined ? isOpen : line === '::endgroup::' && !isOpen)
      throw new Error(`a fold that cannot be: ${log}`)
    isOpen = title !== undefined || (isOpen && line !== '::endgroup::')
  }
  if (isOpen) throw new Error(`a fold that is never closed: ${log}`)
  return titles
}

/** What is read without opening a fold. */
const inView = (log: string): string =>
  log
    .replace(/^::group::.*\n(?:(?!::endgroup::).*\n)*::endgroup::\n/gm, '')
    .split('\n')
    .filter((line) => !isCommand(line))
    .join('\n')

// Side by side: a job that rolls out mostly waits for health.
describe('the rollout in a job', { concurrent: true }, () => {
  test('brings the version everywhere, and says so in outputs, summary and a branch of the service', async () => {
    const shop = await openShop()
    const { workspace, versions } = openFleet()
    const ran = await job(shop, workspace, { to: 'v2', risk: '0.5%' })
    expect(ran.annotations).toEqual([])
    expect(ran.code).toBe(0)
    expect(versions()).toEqual(['v2 true', 'v2 true', 'v2 true'])
    expect(ran.outputs).toMatchObject({
      outcome: 'succeeded',
      'rollout-id': 'web/1',
      wave: '2',
      updated: '3',
      remaining: '0',
      'failed-instances': '[]',
      'wake-at': '',
    })
    expect(JSON.parse(ran.outputs['result'] ?? '')).toMatchObject({ schema: 1, outcome: 'succeeded' })
    expect(foldsIn(ran.log)).toEqual(['web: wave 1/2, 1 on v2', 'web: wave 2/2, 3 on v2'])
    expect(inView(ran.log)).toMatch(
      /^web v1 → v2, .*\n.* preflight .*\n.* PASS .*\n.* PASS .*\n.* DONE .*\n +wave 1: .*\n +wave 2: .*\n +back out until .*\n$/,
    )
    expect(ran.summary).toContain('web v1 → v2, 3 instances')
    expect(ran.summary).toContain('3 of 3 on v2')
    expect(ran.summary).toContain('lost to restarts: not counted, no load balancer was asked')
    expect(Object.keys(refsOf(shop.repository))).toContain('refs/heads/change-risk-ledger-rollouts-web')

    const again = await job(shop, workspace, { to: 'v2', risk: '0.5%' })
    expect([again.code, again.outputs['outcome']]).toEqual([0, 'nothing-to-do'])

    const back = await job(shop, workspace, { command: 'abort', reason: 'wrong colour' })
    expect([back.code, back.outputs['outcome']]).toEqual([0, 'rolled-back'])
    expect(versions()).toEqual(['v1 true', 'v1 true', 'v1 true'])
  })

  test('that goes back is red, says why in an annotation, and folds nothing away that a person must see', async () => {
    const shop = await openShop()
    const { workspace, versions } = openFleet()
    const plan = join(workspace, '.github/rollout.yml')
    const { targets, ...rest } = JSON.parse(readFileSync(plan, 'utf8'))
    const restart = `test "$GATE_VERSION" = v1 || { echo "no such build" >&2; exit 1; }; ${targets.restart}`
    writeFileSync(plan, JSON.stringify({ ...rest, targets: { ...targets, restart } }))
    const ran = await job(shop, workspace, { to: 'v2', risk: resultText(firstRun) })
    expect([ran.code, ran.outputs['outcome']]).toEqual([2, 'rolled-back'])
    expect(foldsIn(ran.log)).toEqual(['web: wave 1/2, 1 on v2', 'web: back to v1'])
    expect(ran.log).toMatch(/^ {6}why 21 % \(high\): #12955 Add unified icon system \(29 % of it\)/m)
    expect(ran.summary).toContain('**Why 21 % (high)**')
    expect(ran.summary).toContain('- ×3.4 121 files (usual 5)')
    expect(inView(ran.log)).toMatch(/GOING BACK.*\n.* ROLLED BACK /)
    expect(ran.annotations).toEqual([
      { level: 'error', title: 'web/1', message: expect.stringMatching(/^rolled back: web-1 failed/) },
    ])
    expect(versions()).toEqual(['v1 true', 'v1 true', 'v1 true'])
  })

  test('parks a long watch as a green job, which an hourly one takes up again', async () => {
    const shop = await openShop()
    const { workspace, versions } = openFleet({ bake: { low: '2h' } })
    const parked = await job(shop, workspace, { to: 'v2', risk: '0.5%' })
    expect([parked.code, parked.outputs['outcome']]).toEqual([0, 'parked'])
    expect(Date.parse(parked.outputs['wake-at'] ?? '')).toBeGreaterThan(Date.now())
    const early = await job(shop, workspace, {})
    expect([early.code, early.outputs['outcome'], early.outputs['updated']]).toEqual([0, 'parked', '1'])

    const told = await job(shop, workspace, { command: 'promote', reason: 'seen enough' })
    expect([told.code, told.log]).toEqual([0, expect.stringContaining('promote is remembered')])
    const woken = await job(shop, workspace, {})
    expect(woken.log).toContain('PASS by mira')
    expect(versions().filter((line) => line === 'v2 true').length).toBe(3)
  })

  test('of a commit, GitHub and the ledger learn that it is live', async () => {
    const shop = await openShop()
    const { workspace } = openFleet()
    const sha = tipOf(shop)
    const ran = await job(shop, workspace, { to: sha, risk: '0.5%' })
    expect([ran.code, ran.annotations]).toEqual([0, []])
    const [deployment, ...others] = shop.repository.deployments
    expect(others).toEqual([])
    expect(deployment).toMatchObject({ sha, environment: 'production', task: 'rollout:web/1' })
    expect(deployment?.statuses.map(({ state }) => state)).toEqual(['in_progress', 'success'])
    const records = git(shop.repository, [
      'grep',
      '-h',
      '"kind":"deployment"',
      'change-risk-ledger',
      '--',
      'events',
    ])
    expect(JSON.parse(records)).toMatchObject({
      environment: 'production',
      body: { sha, state: 'success', rollout: 'web/1', version: sha },
    })
  })

  test('without the permission it is rolled out all the same, and the missing word is named', async () => {
    const shop = await openShop()
    shop.state.tokens['small'] = workflowToken({ contents: 'write' })
    const { workspace } = openFleet()
    const ran = await job(shop, workspace, { to: tipOf(shop), risk: '0.5%', 'github-token': 'small' })
    expect([ran.code, ran.outputs['outcome']]).toEqual([0, 'succeeded'])
    expect(ran.annotations[0]!.message).toContain('deployments: write')
  })

  test('an hourly job where nothing is under way is green and does nothing', async () => {
    const shop = await openShop()
    const { workspace } = openFleet()
    const idle = await job(shop, workspace, {})
    expect([idle.code, idle.outputs['outcome']]).toEqual([0, 'nothing-to-do'])
  })

  test('a plan that is none, or not there, fails before anything is touched', async () => {
    const shop = await openShop()
    const { workspace, versions } = openFleet({ targets: { driver: 'exec' } })
    const broken = await job(shop, workspace, { to: 'v2' })
    expect(broken.code).toBe(1)
    expect(broken.annotations[0]!.message).toContain('.github/rollout.yml')
    const missing = await job(shop, workspace, { to: 'v2', plan: 'nowhere.yml' })
    expect(missing.annotations[0]!.message).toContain('there is no such file')
    expect(versions()).toEqual(['v1 true', 'v1 true', 'v1 true'])
  })

  test('what a plan runs never sees our token', async () => {
    const shop = await openShop()
    const { workspace } = openFleet()
    const path = join(workspace, '.github/rollout.yml')
    const plan = JSON.parse(readFileSync(path, 'utf8'))
    plan.targets.restart = `env > seen; ${plan.targets.restart}`
    writeFileSync(path, JSON.stringify(plan))
    await job(shop, workspace, { to: 'v2', risk: '0.5%' })
    expect(readFileSync(join(workspace, 'seen'), 'utf8')).not.toContain('workflow-token')
  })
})
