/** The gate's explanation, carried from its answer to whoever watches the rollout. */
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { runCli } from '../cli.ts'
import { makeRepository, type Repository } from '../repository.ts'
import { openFolderFleet } from './folder-fleet.ts'

const says = /why \d.* %.*: [0-9a-f]{8} Swap the whole router \(\d+ % of it\), .* · ×[\d.]+ /

describe('a commit the gate has answered about', () => {
  let repository: Repository
  beforeAll(async () => {
    repository = await makeRepository()
    for (let at = 0; at < 25; at += 1)
      await repository.commit({
        message: `Step ${at}`,
        files: { [`src/${at % 3}.ts`]: 'x\n'.repeat(at + 1) },
        author: 'Mira Vale',
      })
    await repository.commit({
      message: 'Swap the whole router',
      files: Object.fromEntries(
        Array.from({ length: 40 }, (_, at) => [`src/router/${at}.ts`, 'y\n'.repeat(90)]),
      ),
      author: 'Mira Vale',
    })
    await repository.tag('v2')
    openFolderFleet(repository.directory, { exposure: { high: [1, '100%'], critical: [1, '100%'] } })
  })
  afterAll(() => repository.remove())
  const cli = async (...args: readonly string[]) => {
    const { code, stdout, stderr } = await runCli(args, { cwd: repository.directory })
    expect(code, stdout + stderr).toBe(0)
    return stdout
  }

  test('without one nothing is claimed', async () => {
    const plan = await cli('rollout', 'plan', '--to', 'v2')
    expect(plan).toContain('risk: no gate decision on production is recorded')
    expect(await cli('rollout', 'plan', '--to', 'v2', '--risk', '2%')).not.toMatch(/risk:|why/)
  })

  test('its answer in a file explains plan, and the ledger remembers which parts', async () => {
    const answer = await cli('gate', '--base', 'HEAD~3', '--json')
    writeFileSync(join(repository.directory, 'gate.json'), answer)
    const { risk } = JSON.parse(answer)
    const plan = await cli('rollout', 'plan', '--to', 'v2', '--risk', 'gate.json')
    expect(plan).toMatch(says)
    const markdown = await cli('rollout', 'plan', '--to', 'v2', '--risk', 'gate.json', '--markdown')
    expect(markdown).toContain('**Why ')
    const json = await cli('rollout', 'plan', '--to', 'v2', '--risk', 'gate.json', '--json')
    expect(JSON.parse(json)).toMatchObject({ basis: { gate: { probability: risk.probability, changes: 3 } } })
    expect(`${plan}${markdown}${json}`).not.toContain('Vale')

    const recorded = await cli('rollout', 'plan', '--to', 'v2')
    expect(recorded).toMatch(/why \d.* %.*: [0-9a-f]{8} \(\d+ % of it\), [0-9a-f]{8}/)
    const typed = await cli('rollout', 'plan', '--to', 'v2', '--risk', risk.probability.toFixed(6))
    expect(typed).toMatch(/why \d.* %.*: [0-9a-f]{8} \(\d+ % of it\)/)
  })

  test('an answer about another commit is refused before anything is looked at', async () => {
    const args = ['rollout', 'plan', '--to', 'HEAD~1', '--risk', 'gate.json']
    const { code, stderr } = await runCli(args, { cwd: repository.directory })
    expect([code, stderr]).toEqual([1, expect.stringContaining("the gate's answer is about")])
  })
})
