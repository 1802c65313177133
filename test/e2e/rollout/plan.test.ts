/** What planning does to a fleet and to whatever lies beside it: it looks. */
import { readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { runCli } from '../cli.ts'
import { makeRepository } from '../repository.ts'
import { folderTargets, openFolderFleet } from './folder-fleet.ts'

const contentsOf = (folder: string): Readonly<Record<string, string>> =>
  Object.fromEntries(
    readdirSync(folder, { recursive: true, encoding: 'utf8' })
      .filter((path) => statSync(join(folder, path)).isFile())
      .map((path) => [path, readFileSync(join(folder, path), 'base64')]),
  )

test('rollout plan asks the fleet how it is, runs no other verb, and leaves every file as it was', async () => {
  const repository = await makeRepository()
  const told = await makeRepository()
  onTestFinished(() => Promise.all([repository.remove(), told.remove()]).then(() => undefined))
  await repository.commit({ message: 'Begin', files: { 'src/a.ts': 'x\n' } })
  await repository.tag('v2')
  const log = join(told.directory, 'verbs')
  writeFileSync(log, '')
  const { driver, ...verbs } = folderTargets
  const telling = Object.entries(verbs).map(([verb, command]) => [verb, `echo ${verb} >> ${log}; ${command}`])
  const fleet = openFolderFleet(repository.directory, { targets: { driver, ...Object.fromEntries(telling) } })
  const before = contentsOf(repository.directory)

  for (const more of [[], ['--json'], ['--ledger', 'directory:journal']]) {
    const planned = await runCli(['rollout', 'plan', '--to', 'v2', '--risk', '2%', ...more], {
      cwd: repository.directory,
    })
    expect(planned.code, planned.stderr).toBe(0)
  }
  expect(new Set(readFileSync(log, 'utf8').trim().split('\n'))).toEqual(new Set(['list']))
  expect(fleet.versions()).toEqual(['v1 true', 'v1 true', 'v1 true'])
  expect(contentsOf(repository.directory)).toEqual(before)
})

test('a service that is there already holds nobody up, and one that was never rolled out has a status', async () => {
  const repository = await makeRepository()
  onTestFinished(() => repository.remove())
  await repository.commit({ message: 'Begin', files: { 'src/a.ts': 'x\n' } })
  openFolderFleet(repository.directory)
  const web = readFileSync(join(repository.directory, '.github/rollout.yml'), 'utf8')
  const list = `printf '{"id":"api-%s","version":"v2","healthy":true,"in-rotation":true}\\n' 1 2`
  const api = { ...JSON.parse(web), service: 'api', targets: { ...folderTargets, list } }
  writeFileSync(join(repository.directory, 'api.yml'), JSON.stringify(api))
  const rollout = (...args: readonly string[]) => runCli(['rollout', ...args], { cwd: repository.directory })
  const onto = ['--to', 'v2', '--risk', '2%']

  const there = 'api: all 2 instances run v2 already; nothing is left to do'
  expect(await rollout('plan', ...onto, '--plan', 'api.yml')).toMatchObject({ code: 0, stdout: `${there}\n` })
  const both = ['--plan', 'api.yml', '.github/rollout.yml']
  const planned = await rollout('plan', ...onto, ...both)
  expect([planned.code, planned.stdout.split('\n')[0]], planned.stderr).toEqual([0, there])
  expect(planned.stdout).toContain('web v1 → v2, 3 instances')
  const json = await rollout('plan', ...onto, ...both, '--json')
  expect(JSON.parse(json.stdout)).toMatchObject({ schema: 1, service: 'web', idle: ['api'] })

  for (const slip of ['v2 ', 'v\n2', 'v'.repeat(101)]) {
    const refused = await rollout('run', '--to', slip, '--plan', 'api.yml')
    expect([refused.code, refused.stderr]).toEqual([1, expect.stringContaining('no instance can say that')])
  }
  const none = { schema: 1, id: null, service: 'api', outcome: 'none' }
  expect(JSON.parse((await rollout('status', '--json', '--plan', 'api.yml')).stdout)).toEqual(none)
  expect(JSON.parse((await rollout('status', '--json', ...both)).stdout)).toEqual([
    none,
    { ...none, service: 'web' },
  ])
})

test.each([
  ['hold', 'a wave would wait for a person'],
  ['health-only', 'a wave would pass by health checks alone'],
])(
  'a gate that can read nothing now is told before anybody moves: on-no-data %s',
  async (policy, meaning) => {
    const repository = await makeRepository()
    onTestFinished(() => repository.remove())
    await repository.commit({ message: 'Begin', files: { 'src/a.ts': 'x\n' } })
    const errors = { source: 'prometheus', url: 'http://127.0.0.1:1', query: 'e', 'requests-query': 'r' }
    openFolderFleet(repository.directory, { gate: { metrics: { errors }, 'on-no-data': policy } })
    const planned = await runCli(['rollout', 'plan', '--to', 'v2', '--risk', '2%'], {
      cwd: repository.directory,
    })
    expect(planned.code, planned.stderr).toBe(0)
    expect(planned.stdout).toContain(
      `at the moment the gate cannot read all that it asks for, so ${meaning}: prometheus http://127.0.0.1:1: errors:`,
    )
  },
)
