/** `kill -9` at any moment: nothing it leaves behind stands in the way of the next run. */
import { rmSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { runCli, startCli } from './cli.ts'
import { bitsOf, forget, gateJson, ledgerLines } from './gating.ts'
import { makeRepository, type Repository } from './repository.ts'

let repository: Repository
let gitDirectory: string
beforeAll(async () => {
  repository = await makeRepository()
  gitDirectory = join(repository.directory, '.git')
  await repository.bulk(400, { revertEvery: 20 })
  await repository.tag('v2.0.0', { ref: 'HEAD~12' })
})
afterAll(() => repository.remove())

const moment = (turn: number): string => new Date(Date.UTC(2026, 5, 1, turn)).toISOString()

/** Whether it was killed before it was done. */
const killed = (args: readonly string[], afterMilliseconds: number): Promise<boolean> =>
  new Promise((answer, fail) => {
    const child = startCli(args)
    const timer = setTimeout(() => child.kill('SIGKILL'), afterMilliseconds)
    child.on('error', fail)
    child.on('close', (_, signal) => {
      clearTimeout(timer)
      answer(signal === 'SIGKILL')
    })
    child.stdout.resume()
    child.stderr.resume()
    child.stdin.end()
  })

test('a gate that is killed leaves a clone in which the next gate and replay are well', async () => {
  const stages = 14
  const wanted = 10
  const began = performance.now()
  const first = await gateJson(repository.directory, ['--now', moment(0)])
  const whole = performance.now() - began
  forget(gitDirectory)
  let kills = 0
  let turn = 0
  // On a machine that has other work, some are done before they are struck: the next go round strikes again.
  for (; kills < wanted && turn < 4 * stages; turn += 1) {
    // Everything is to be done again, so that there is something to interrupt at each stage of it.
    rmSync(join(gitDirectory, 'change-risk-index'), { recursive: true, force: true })
    const args = ['gate', '--repository', repository.directory, '--now', moment(turn)]
    if (await killed(args, 20 + (whole * (turn % stages)) / stages)) kills += 1
    const answer = await gateJson(repository.directory, ['--now', moment(turn)])
    if (turn === 0) expect(bitsOf(answer)).toBe(bitsOf(first))
    expect(answer.ledger).toBeDefined()
    expect(ledgerLines(gitDirectory)).toHaveLength(turn + 1)
  }
  expect(kills).toBe(wanted)
  const { code, stdout } = await runCli(['replay', '--repository', repository.directory, '--json'])
  expect(code).toBe(0)
  expect(JSON.parse(stdout)).toMatchObject({ records: turn, rederived: turn })
})

test('while it is being remembered', async () => {
  forget(gitDirectory)
  const began = performance.now()
  await gateJson(repository.directory, ['--now', moment(0)])
  const warm = performance.now() - began
  const turns = 10
  for (let turn = 1; turn <= turns; turn += 1) {
    // Index and standing are kept: what is left to do, near the end, is the ledger.
    await killed(
      ['gate', '--repository', repository.directory, '--now', moment(turn)],
      warm * (0.4 + (0.6 * turn) / turns),
    )
    const { code, stdout } = await runCli(['replay', '--repository', repository.directory, '--json'])
    expect([code, JSON.parse(stdout).difference]).toEqual([0, undefined])
  }
  expect((await gateJson(repository.directory, ['--now', moment(turns + 1)])).ledger).toBeDefined()
})
