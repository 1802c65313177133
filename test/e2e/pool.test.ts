/** Several repositories learned from together: from their ledgers to a prior, and from that to a decision elsewhere. */
import { createHash } from 'node:crypto'
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { PooledAnswer } from '../../src/domain/pooled.ts'
import { lacksNode20, runCli } from './cli.ts'
import { bitsOf, gateJson, ledgerLines } from './gating.ts'
import { makeRepository, type Repository } from './repository.ts'

const now = '2026-06-01T10:00:00Z'
const priorPath = '.github/change-risk-prior.json'
const policy = (prior: string, more = ''): string => `version: 1\nprior: ${prior}\n${more}`

let folder: string
const made: Repository[] = []
const make = async (): Promise<Repository> => {
  const repository = await makeRepository()
  made.push(repository)
  return repository
}
const ledgerOf = ({ directory }: Repository): string => `directory:${join(directory, '.git', 'change-risk')}`
const learn = async (args: readonly string[], code = 0) => {
  const result = await runCli(['learn', '--now', now, ...args], { cwd: folder })
  expect(result.code).toBe(code)
  return result
}
/** A repository whose every change was decided upon, and told what became of it. */
const decided = async (seed: number, revertEvery: number, policyText?: string): Promise<Repository> => {
  const repository = await make()
  const base = await repository.commit({
    message: 'Begin',
    files: { 'README.md': 'Begin.\n', ...(policyText ? { '.github/change-risk.yml': policyText } : {}) },
  })
  await repository.bulk(240, { seed, revertEvery })
  await gateJson(repository.directory, ['--base', base, '--now', '2026-01-05T10:00:00Z'])
  await learn(['--repository', repository.directory])
  return repository
}
const pooled = async (repositories: readonly Repository[], args: readonly string[] = []) => {
  const ledgers = repositories.flatMap((repository) => ['--ledger', ledgerOf(repository)])
  const { stdout } = await learn([...ledgers, '--json', ...args])
  return JSON.parse(stdout) as PooledAnswer
}

let team: readonly Repository[]
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'change-risk-pool-'))
  team = [await decided(11, 8), await decided(12, 8), await decided(13, 8)]
})
afterAll(async () => {
  for (const repository of made) await repository.remove()
  rmSync(folder, { recursive: true, force: true })
})

describe('a team that fails alike', () => {
  test('has a prior of its own, written where each repository would keep it', async () => {
    const answer = await pooled(team)
    expect(answer.members).toHaveLength(3)
    for (const member of answer.members) {
      expect(member).toMatchObject({ environment: 'production', until: '2026-06-01T10:00:00.000Z' })
      expect(member.failures).toBeGreaterThan(10)
    }
    const { heldOut } = answer
    expect(heldOut).toMatchObject({ repositories: 3, improved: 3 })
    expect(heldOut!.gain).toBeGreaterThan(heldOut!.error)
    expect(heldOut!.pooledLogLoss).toBeLessThan(heldOut!.shippedLogLoss)
    const text = readFileSync(join(folder, priorPath))
    const sha256 = createHash('sha256').update(text).digest('hex')
    expect(answer.prior).toMatchObject({
      kind: 'pooled',
      path: priorPath,
      sha256,
      reference: `${priorPath}#sha256:${sha256}`,
    })
    const prior = JSON.parse(text.toString('utf8'))
    const parts = answer.members.reduce((sum, member) => sum + member.parts, 0)
    expect(prior).toMatchObject({ kind: 'prior', pooled: { repositories: 3, parts } })
    // What one repository shows another is curves, not names.
    expect(text.toString('utf8')).not.toMatch(/"name":"work"/)
  })

  test('has the same prior to the byte when it is asked again', async () => {
    const one = await pooled(team, ['--write-prior', 'one.json'])
    const again = await pooled(team, ['--write-prior', 'again.json'])
    expect(again.prior).toMatchObject({ kind: 'pooled', sha256: (one.prior as { sha256: string }).sha256 })
    expect(readFileSync(join(folder, 'again.json'))).toEqual(readFileSync(join(folder, 'one.json')))
  })

  test.skipIf(lacksNode20)('has the same prior to the byte on Node 20', async () => {
    const ledgers = team.flatMap((repository) => ['--ledger', ledgerOf(repository)])
    for (const node of ['20', '24'] as const) {
      const args = ['learn', '--now', now, ...ledgers, '--write-prior', `on-${node}.json`]
      expect(await runCli(args, { cwd: folder, node })).toMatchObject({ code: 0 })
    }
    expect(readFileSync(join(folder, 'on-20.json'))).toEqual(readFileSync(join(folder, 'on-24.json')))
  })

  test('says so on the screen', async () => {
    const { stdout } = await learn(team.flatMap((repository) => ['--ledger', ledgerOf(repository)]))
    expect(stdout).toMatch(/^3 repositories, \d+ changes decided upon with a known outcome, \d+ failed\n/)
    expect(stdout).toMatch(/ {2}Held out {2}each foretold by the others: 3 of 3 better than by the shipped/)
    expect(stdout).toMatch(/prior: \.github\/change-risk-prior\.json#sha256:[0-9a-f]{64}\n/)
    expect(stdout).toMatch(/ {2}Proven {4}nothing is asked: no repository states a failure-rate/)
  })

  test('is judged by that prior in a repository that has only just begun, and the decision replays', async () => {
    await pooled(team)
    const text = readFileSync(join(folder, priorPath))
    const sha256 = createHash('sha256').update(text).digest('hex')
    const fresh = await make()
    const plain = await fresh.commit({ message: 'Begin', files: { 'a.ts': 'a\n' } })
    await fresh.commit({ message: 'Say more', files: { 'a.ts': 'a\nb\n' } })
    const shipped = await gateJson(fresh.directory, ['--base', plain, '--now', now])
    const base = await fresh.commit({
      message: 'Take what the team knows',
      files: { [priorPath]: text, '.github/change-risk.yml': policy(`${priorPath}#sha256:${sha256}`) },
    })
    await fresh.commit({ message: 'Say more again', files: { 'a.ts': 'a\nb\nc\n' } })
    const args = ['--base', base, '--now', now]
    const answer = await gateJson(fresh.directory, args)
    expect(shipped.model).not.toHaveProperty('prior')
    expect(answer.model).toMatchObject({
      prior: { path: priorPath, sha256, repositories: 3 },
      trainedOn: { repositories: shipped.model.trainedOn.repositories },
    })
    // One in eight of the team's changes fails, one in fifty of the public ones.
    expect(answer.risk.usualPart!).toBeGreaterThan(1.5 * shipped.risk.usualPart!)
    expect(bitsOf(await gateJson(fresh.directory, args))).toBe(bitsOf(answer))
    const { record } = ledgerLines(`${fresh.directory}/.git`).find(({ record: each }) => each.body.prior)!
    expect(record.body.prior).toEqual({ path: priorPath, priorBlob: sha256 })
    expect(readFileSync(join(fresh.directory, '.git/change-risk/blobs', sha256))).toEqual(text)
    const { code, stdout } = await runCli(['replay', '--repository', fresh.directory, '--json'])
    expect(code).toBe(0)
    expect(JSON.parse(stdout)).toMatchObject({ rederived: 2 })
    // What is learned from then on stands upon it.
    const learned = JSON.parse((await learn(['--repository', fresh.directory, '--json'])).stdout)
    expect(learned.model.prior).toEqual({ path: priorPath, sha256, repositories: 3 })
    expect((await learn(['--repository', fresh.directory])).stdout).toMatch(
      /no failure is known here yet: the weights of 3 repositories of yours in \.github\/change-risk-prior\.json/,
    )
    // And who changes the weights asks for a person, as who changes the policy does.
    const head = await fresh.commit({ message: 'Turn the weights', files: { [priorPath]: `${text} ` } })
    expect(await gateJson(fresh.directory, ['--base', 'HEAD~1', '--head', head, '--now', now])).toMatchObject(
      { decision: 'review', rule: 'gate-files-changed' },
    )
  })

  test.each([
    [
      'another hash',
      (text: Buffer) => ({ file: text, hash: '0'.repeat(64) }),
      /is sha256:[0-9a-f]{12}…, the policy names sha256:0{12}…/,
      /has sha256:[0-9a-f]{64}, and the policy names sha256:0{64}; if the file is right write prior: /,
    ],
    [
      'no file',
      () => ({ file: null, hash: '1'.repeat(64) }),
      /is not there at [0-9a-f]{8}, and the policy names it/,
      /commit the file together with prior: /,
    ],
    [
      'no model',
      () => {
        const file = Buffer.from('{"schema": 1}\n')
        return { file, hash: createHash('sha256').update(file).digest('hex') }
      },
      /engine nothing is not carried/,
      /run `change-risk-gate learn`/,
    ],
  ])(
    '%s goes to review and says so, and never falls back on the shipped one unsaid',
    async (_, spoil, reason, note) => {
      await pooled(team)
      const { file, hash } = spoil(readFileSync(join(folder, priorPath)))
      const fresh = await make()
      const base = await fresh.commit({
        message: 'Begin',
        files: {
          'a.ts': 'a\n',
          ...(file === null ? {} : { [priorPath]: file }),
          '.github/change-risk.yml': policy(`${priorPath}#sha256:${hash}`),
        },
      })
      await fresh.commit({ message: 'Say more', files: { 'a.ts': 'b\n' } })
      const answer = await gateJson(fresh.directory, ['--base', base, '--now', now])
      expect(answer).toMatchObject({ decision: 'review', rule: 'source-failed' })
      expect(answer.reason).toMatch(reason)
      expect(answer.notes.join('\n')).toMatch(note)
      expect((await learn(['--repository', fresh.directory], 1)).stderr).toMatch(note)
      expect(answer.model).not.toHaveProperty('prior')
    },
  )

  test('takes the prior into a backtest', async () => {
    await pooled(team, ['--write-prior', 'team.json'])
    const { code, stdout } = await runCli([
      'backtest',
      '--repository',
      team[0]!.directory,
      '--prior',
      join(folder, 'team.json'),
      '--json',
    ])
    expect(code).toBe(0)
    expect(JSON.parse(stdout).model.trainedOn.repositories).toBe(3)
  })
})

describe('repositories that have nothing in common', () => {
  test('keep the shipped weights, and nothing is written', async () => {
    const strangers = [await decided(21, 60), await decided(22, 6)]
    const answer = await pooled(strangers, ['--write-prior', 'strangers.json'])
    expect(answer.prior).toEqual({ kind: 'shipped', why: expect.stringMatching(/^a repository left out/) })
    expect(answer.heldOut!.gain).toBeLessThanOrEqual(answer.heldOut!.error)
    expect(existsSync(join(folder, 'strangers.json'))).toBe(false)
  })

  test('are told what is missing: a ledger nobody told outcomes to, and one repository alone', async () => {
    const silent = await make()
    const base = await silent.commit({ message: 'Begin', files: { 'a.ts': 'a\n' } })
    await silent.commit({ message: 'Go on', files: { 'a.ts': 'b\n' } })
    await gateJson(silent.directory, ['--base', base, '--now', now])
    const answer = await pooled([team[0]!, silent], ['--write-prior', 'alone.json'])
    expect(answer.members).toHaveLength(1)
    expect(answer.heldOut).toBeNull()
    expect(answer.prior).toMatchObject({ kind: 'shipped', why: expect.stringMatching(/at least two/) })
    expect(answer.notes.join('\n')).toMatch(
      /is left out: nobody told yet what became of its changes; run learn/,
    )
    const nothing = await learn(['--ledger', ledgerOf(silent), '--write-prior', 'none.json'], 1)
    expect(nothing.stderr).toMatch(/^learn: these ledgers hold no outcomes to learn from together/)
    const mixed = ['--ledger', ledgerOf(team[0]!), '--ledger', ledgerOf(team[1]!)]
    const refused = await learn([...mixed, '--incidents', join(folder, 'one.json')], 1)
    expect(refused.stderr).toMatch(/^learn --incidents: tells of one repository/)
  })
})

describe('a failure budget over several repositories', () => {
  test('is one statement for all of them, with the counts of each', async () => {
    const budget = 'version: 1\nenvironments: { production: { auto-approve: { failure-rate: 20% } } }\n'
    const members = [await decided(31, 20, budget), await decided(32, 20, budget)]
    const { certificate } = await pooled(members, ['--write-prior', 'budget.json'])
    expect(certificate).toMatchObject({ unit: 'part', certified: true, failureRate: 0.2, confidence: 0.9 })
    const [one, other] = certificate!.repositories
    expect(one!.n + other!.n).toBe(certificate!.n)
    expect(one!.failures + other!.failures).toBe(certificate!.failures)
    // Each of them alone rules out less than both together.
    expect(certificate!.upper).toBeLessThanOrEqual(Math.min(one!.upper, other!.upper))
    const { stdout } = await learn([
      ...members.flatMap((member) => ['--ledger', ledgerOf(member)]),
      '--write-prior',
      'budget.json',
    ])
    expect(stdout).toMatch(/Proven {4}certified, 90 % sure: /)
    expect(stdout).toMatch(/holds of these repositories together, .* of none of them alone, and of no other/)
  })

  test('counts no commit twice: two ledgers that decided upon the same one speak of one repository', async () => {
    const member = team[0]!
    const second = join(folder, 'second-ledger')
    const base = (await member.git('rev-list', '--max-parents=0', 'HEAD')).trim()
    await gateJson(member.directory, [
      ...['--base', base, '--now', '2026-01-05T10:00:00Z', '--ledger', `directory:${second}`],
    ])
    const ledgers = ['--ledger', ledgerOf(member), '--ledger', `directory:${second}`]
    const answer = JSON.parse(
      (await learn([...ledgers, '--ledger', ledgerOf(team[1]!), '--json', '--write-prior', 'two.json']))
        .stdout,
    ) as PooledAnswer
    expect(answer.members).toHaveLength(2)
    expect(answer.members[0]!.ledgers).toHaveLength(2)
    // Of one repository alone nothing is pooled: the usual command runs.
    const usual = JSON.parse((await learn(['--repository', member.directory, ...ledgers, '--json'])).stdout)
    expect(usual).toHaveProperty('environments')
  })
})
