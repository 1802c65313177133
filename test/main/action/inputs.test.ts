import { describe, expect, test } from 'vitest'
import { UsageError } from '../../../src/domain/errors.ts'
import { gateAction, type InputName } from '../../../src/main/action/contract.ts'
import {
  inputText,
  readInputs,
  readLedgerInputs,
  readMode,
  readTokens,
  secretsOf,
} from '../../../src/main/action/inputs.ts'
import fc from '../../properties.ts'

/** As the runner sets them: capitals, spaces to underscores, dashes kept. */
const environment = (inputs: Partial<Record<InputName, string>>) =>
  Object.fromEntries(Object.entries(inputs).map(([name, value]) => [`INPUT_${name.toUpperCase()}`, value]))

test('nothing said is nothing read: no default that a file may set', () => {
  const silent = Object.fromEntries(Object.keys(gateAction.inputs).map((name) => [name, ' \n']))
  expect(readInputs(environment(silent))).toEqual({ dryRun: false, failOn: 'none' })
  expect(readInputs({})).toEqual({ dryRun: false, failOn: 'none' })
})

test('everything said is read, without the white space of YAML', () => {
  const given = environment({
    mode: ' enforce\n',
    environment: 'production (EU)',
    'config-file': './policy/risk.yml',
    config: 'version: 1\nmode: observe\n',
    'base-ref': 'refs/tags/v1.2',
    'head-ref': 'A'.repeat(40),
    'pull-request-number': '12',
    'dry-run': 'True',
    'fail-on': 'Review',
    ledger: 'branch:change-risk-ledger',
  })
  expect(readInputs(given)).toEqual({
    mode: 'enforce',
    environment: 'production (EU)',
    configFile: 'policy/risk.yml',
    config: 'version: 1\nmode: observe',
    baseRef: 'refs/tags/v1.2',
    headRef: 'A'.repeat(40),
    pullRequestNumber: 12,
    dryRun: true,
    failOn: 'review',
    ledger: 'branch:change-risk-ledger',
  })
})

describe('what cannot be obeyed is told: the input, what was got, what is wanted', () => {
  test.each<[InputName, string, string]>([
    ['mode', 'obsrve', 'input mode: got "obsrve", wanted off, observe or enforce (did you mean observe?)'],
    ['mode', 'on', 'input mode: got "on", wanted off, observe or enforce'],
    ['dry-run', 'yes', 'input dry-run: got "yes", wanted true or false'],
    ['fail-on', 'approve', 'input fail-on: got "approve", wanted none, reject, hold or review'],
    ['command-prefix', 'gate', 'input command-prefix: got "gate", wanted 1 to 10 characters without blanks'],
    ['command-prefix', '>', 'input command-prefix: got ">", wanted 1 to 10 characters without blanks'],
    ['command-prefix', '!!!!!!!!!!!', 'wanted 1 to 10 characters without blanks'],
    ['emergency', 'yes', 'input emergency: got "yes", wanted true or false'],
    ['emergency', 'true', 'input emergency-reason: is empty; an emergency wants a reason'],
    [
      'pull-request-number',
      '#12',
      'input pull-request-number: got "#12", wanted the number of a pull request (did you mean 12?)',
    ],
    [
      'pull-request-number',
      '1e3',
      'input pull-request-number: got "1e3", wanted the number of a pull request',
    ],
    ['head-ref', '0'.repeat(40), 'zeros are the name of none'],
    ['head-ref', 'a'.repeat(41), 'these are 41'],
    ['head-ref', '--upload-pack=x', 'wanted a ref or a commit'],
    ['base-ref', 'main..other', 'wanted a ref or a commit'],
    ['base-ref', 'main branch', 'wanted a ref or a commit'],
    ['environment', 'a\nb', 'input environment: got "a b", wanted a name on one line'],
    ['config-file', '/etc/passwd', 'wanted a path inside the repository'],
    ['config-file', 'a/../../b.yml', 'wanted a path inside the repository'],
    [
      'ledger',
      'change-risk',
      'input ledger: wanted directory:PATH, branch:NAME or postgres://HOST/DATABASE (did you mean branch:change-risk?)',
    ],
    ['ledger', 'postgres://', 'input ledger: wanted a URL'],
  ])('%s: %j', (name, value, sentence) => {
    const read = () => readInputs(environment({ [name]: value }))
    expect(read).toThrow(UsageError)
    expect(read).toThrow(sentence)
  })

  test('all at once, a line each', () => {
    const read = () => readInputs(environment({ mode: 'x', 'dry-run': 'y' }))
    expect(read).toThrow(/^input mode: .*\ninput dry-run: .*$/)
  })

  test('no value makes more than a line of it, or shows what acts on a terminal', () => {
    fc.assert(
      fc.property(
        fc.string({ unit: 'binary', maxLength: 300 }),
        fc.constantFrom<InputName>('mode', 'head-ref', 'environment'),
        (value, name) => {
          // Marks of other scripts count as formats too (U+0890), and are seen: what is not seen is what must not stand there.
          try {
            readInputs(environment({ [name]: value }))
          } catch (error) {
            expect(error).toBeInstanceOf(UsageError)
            expect((error as Error).message).toMatch(
              /^[^\p{Cc}\p{Default_Ignorable_Code_Point}\ufff9-\ufffb]{1,300}$/u,
            )
          }
        },
      ),
    )
  })
})

test('the kill switch works beside inputs that cannot be read', () => {
  const given = environment({ mode: 'OFF', 'dry-run': 'perhaps', ledger: '?' })
  expect(readMode(given)).toBe('off')
  expect(readMode({})).toBeUndefined()
  expect(() => readMode(environment({ mode: 'halt' }))).toThrow(UsageError)
})

describe('tokens', () => {
  test('the job’s own at least, each by its own name', () => {
    expect(readTokens(environment({ 'github-token': 'ghs_1' }))).toEqual({ github: 'ghs_1' })
    expect(
      readTokens(environment({ 'github-token': 'ghs_1', 'reviewer-token': 'ghp_2', 'app-token': 'a.b-c' })),
    ).toEqual({ github: 'ghs_1', reviewer: 'ghp_2', app: 'a.b-c' })
  })

  test('none is told with its usual cause', () => {
    expect(() => readTokens({})).toThrow('input github-token: is empty; leave it out')
  })

  test.each(['se cret', 'se\ncret', 'sécret', 'se\u200bcret'])(
    'what breaks a header is refused unseen: %j',
    (value) => {
      const read = () => readTokens(environment({ 'github-token': 'ghs_1', 'app-token': value }))
      expect(read).toThrow('input app-token: wanted a token')
      expect(read).not.toThrow('cret')
    },
  )

  test('all of them, and passwords, are to be masked', () => {
    const given = environment({
      'github-token': 'ghs_1',
      'app-token': 'wrong token',
      ledger: 'postgres://gate:p%40ss@db.example/ledger',
    })
    expect(secretsOf(given)).toEqual([
      'ghs_1',
      'wrong token',
      'postgres://gate:p%40ss@db.example/ledger',
      'p%40ss',
      'p@ss',
    ])
    expect(secretsOf(environment({ ledger: 'branch:main' }))).toEqual([])
    expect(secretsOf(environment({ ledger: 'postgres://db.example/ledger?password=%' }))).toContain('%')
  })
})

test('a ledger may bring its password where it is a secret', () => {
  const ledger = 'postgres://gate:pass@db.example/ledger'
  expect(readInputs(environment({ ledger })).ledger).toBe(ledger)
})

test('the ledger’s action wants records', () => {
  expect(readLedgerInputs(environment({ records: ' out.jsonl ' }))).toEqual({ records: 'out.jsonl' })
  expect(() => readLedgerInputs({})).toThrow('input records: is empty')
})

test('an input is read under the name the runner gives it', async () => {
  const { getInput } = await import('@actions/core')
  for (const name of Object.keys(gateAction.inputs) as InputName[]) {
    const before = { ...process.env }
    process.env[`INPUT_${name.replaceAll(' ', '_').toUpperCase()}`] = ' said '
    expect([name, inputText(process.env, name)]).toEqual([name, getInput(name)])
    process.env = before
  }
})
