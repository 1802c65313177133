import { readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { defaultConfiguration, defaultEnvironment } from '../../src/config/defaults.ts'
import { parseConfiguration } from '../../src/config/load.ts'
import { ConfigError } from '../../src/domain/errors.ts'

const example = readFileSync(new URL('../../examples/change-risk.yml', import.meta.url), 'utf8')
const path = '.github/change-risk.yml'

const problemsOf = async (text: string): Promise<readonly string[]> => {
  const error = await parseConfiguration(text, path).then(
    () => undefined,
    (thrown: unknown) => thrown,
  )
  expect(error).toBeInstanceOf(ConfigError)
  return (error as ConfigError).message.split('\n').map((line) => line.replace(`${path}:`, ''))
}

describe('a file that can be read', () => {
  test('the documented example, whole', async () => {
    const configuration = await parseConfiguration(example, path)
    const [staging, production] = configuration.environments
    expect(staging).toEqual({ name: 'staging', ...defaultEnvironment('staging', 'off') })
    expect(production).toMatchObject({
      name: 'production',
      mode: 'observe',
      githubEnvironments: ['production', 'production-auto'],
      components: ['payments'],
      soakedIn: { environment: 'staging', for: { seconds: 86_400, text: '24h' } },
      autoApprove: { reviewRiskiest: 0.1, failureRate: 0.02, confidence: 0.9 },
      review: [
        { atLeast: 'moderate', from: { kind: 'drivers' }, approvals: 1 },
        {
          atLeast: 'high',
          from: { kind: 'team', organisation: 'acme', team: 'release-leads' },
          approvals: 1,
        },
      ],
      neverAutoApprove: ['**/migrations/**'],
      slo: { objective: 0.99996, window: { seconds: 2_592_000, text: '30d' } },
    })
    expect(production?.windows).toEqual([
      {
        kind: 'recurring',
        name: 'evenings',
        cron: '0 18 * * 1-4',
        for: { seconds: 50_400, text: '14h' },
        timeZone: 'Europe/Paris',
        effect: { kind: 'limit', factor: 0.5 },
      },
      {
        kind: 'fixed',
        name: 'year-end',
        from: '2026-12-18T00:00:00',
        to: '2027-01-02T00:00:00',
        timeZone: 'Europe/Paris',
        effect: { kind: 'emergency-only' },
      },
    ])
    expect(configuration.incidents).toEqual([
      { kind: 'github-issues', labels: ['incident'], creators: ['collaborators'] },
      { kind: 'post-mortems', paths: ['postmortems/**/*.md'], timeZone: null },
    ])
    expect(configuration).toMatchObject({ ledger: 'branch:change-risk-ledger', experience: true, version: 1 })
  })

  test.each([
    ['nothing', ''],
    ['only comments', '# later\n\n# much later\n'],
    ['only the version', 'version: 1'],
    ['a byte order mark and carriage returns', '\ufeffversion: 1\r\nmode: observe\r\n'],
    [
      'sections with nothing in them',
      'version: 1\ncomponents:\nenvironments:\nincidents:\noutcome:\nhistory:\n',
    ],
    ['older YAML, where on is a boolean', '%YAML 1.1\n---\nversion: 1\nexperience: on'],
  ])('%s is the default', async (_, text) =>
    expect(await parseConfiguration(text, path)).toEqual(defaultConfiguration()),
  )

  test('an environment inherits the mode of the file', async () => {
    const text = 'version: 1\nmode: enforce\nenvironments:\n  production:\n  staging: { mode: off }\n'
    const { environments } = await parseConfiguration(text, path)
    expect(environments.map(({ name, mode }) => [name, mode])).toEqual([
      ['production', 'enforce'],
      ['staging', 'off'],
    ])
  })

  test('aliases are read', async () => {
    const text =
      'version: 1\nenvironments:\n  production: &same { never-auto-approve: ["db/**"] }\n  staging: *same\n'
    const { environments } = await parseConfiguration(text, path)
    expect(environments.map(({ neverAutoApprove }) => neverAutoApprove)).toEqual([['db/**'], ['db/**']])
  })

  test('a component may depend on something outside the repository', async () => {
    const text = 'version: 1\ncomponents: { payments: { paths: [a/**], depends-on: [ledger-db] } }'
    const { components } = await parseConfiguration(text, path)
    expect(components[0]?.dependsOn).toEqual(['ledger-db'])
  })

  test('as little as one line per section', async () => {
    const text = [
      'version: 1',
      'components:',
      '  payments: { paths: ["services/payments/**"], depends-on: [ledger-db], customers: [acme, globex], slo: { objective: 99.996%, window: 30d } }',
      'environments:',
      '  production: { components: [payments], windows: [{ name: w, cron: "0 18 * * 1-4", for: 14h, time-zone: Europe/Paris, limit: 0.5 }] }',
      'incidents: [{ source: github-issues, labels: [incident] }, { source: post-mortems, paths: ["postmortems/**/*.md"] }]',
      'ledger: directory:.change-risk',
    ].join('\n')
    const { components, environments } = await parseConfiguration(text, path)
    expect(components[0]?.slo?.objective).toBe(0.99996)
    expect(environments[0]?.windows).toHaveLength(1)
  })

  test('deployments are told by GitHub’s own where nobody else is named', async () => {
    const sources = async (line: string) =>
      (await parseConfiguration(`version: 1\n${line}`, path)).deployments
    expect(await sources('')).toEqual([{ kind: 'github-deployments' }])
    expect(
      await sources(
        'deployments: [{ source: workflow-runs, workflow: deploy.yml, environment: production }]',
      ),
    ).toEqual([
      { kind: 'workflow-runs', workflow: 'deploy.yml', environment: 'production', job: null, refs: [] },
    ])
    expect(
      await sources(
        'deployments: [{ source: releases, environment: production }, { source: tags, environment: beta, tags: ["v*"], pre-releases: only }]',
      ),
    ).toEqual([
      { kind: 'releases', environment: 'production', tags: [], preReleases: 'none' },
      { kind: 'tags', environment: 'beta', tags: ['v*'], preReleases: 'only' },
    ])
  })

  test('components may depend on each other in a circle', async () => {
    const text =
      'version: 1\ncomponents: { a: { paths: [a], depends-on: [b] }, b: { paths: [b], depends-on: [a, b] } }'
    expect((await parseConfiguration(text, path)).components).toHaveLength(2)
  })
})

const inProduction = (settings: string) => `version: 1\nenvironments:\n  production:\n    ${settings}\n`
const inWindow = (window: string) => inProduction(`windows: [{ name: w, ${window} }]`)

describe('a problem says where, what was got and what is wanted', () => {
  test.each([
    ['no version', 'mode: observe', '1:1 version: missing, wanted 1, the only version of this file there is'],
    [
      'another version',
      'version: 2',
      '1:10 version: got 2, wanted 1, the only version of this file there is',
    ],
    ['no mapping', '- a', '1:1: got a list, wanted a mapping that begins with version: 1'],
    [
      'a misspelt word',
      'version: 1\nmode: obsrve',
      '2:7 mode: got "obsrve", wanted off, observe or enforce (did you mean observe?)',
    ],
    [
      'a misspelt key',
      inProduction('auto-aprove: {}'),
      '4:5 environments.production.auto-aprove: unknown key, did you mean auto-approve?',
    ],
    [
      'a bare number for a share',
      inProduction('auto-approve: { review-riskiest: 15 }'),
      '4:38 environments.production.auto-approve.review-riskiest: got 15, wanted a percentage of at most 100%, like 10% (did you mean 15%?)',
    ],
    [
      'a share above 100%',
      inProduction('auto-approve: { review-riskiest: 150% }'),
      '4:38 environments.production.auto-approve.review-riskiest: got "150%", wanted a percentage of at most 100%, like 10%',
    ],
    [
      'a bare number for a length of time',
      'version: 1\nhistory: { lookback: 24 }',
      '2:22 history.lookback: got 24, wanted a length of time above zero, with its unit, like 30m, 72h, 14d or 24mo (did you mean 24mo?)',
    ],
    [
      'text for a list',
      inProduction('components: payments'),
      '4:17 environments.production.components: got "payments", wanted a list of names (did you mean ["payments"]?)',
    ],
    [
      'a number for a mapping',
      'version: 1\noutcome: 3',
      '2:10 outcome: got 3, wanted a mapping of soak and maturity',
    ],
    [
      'a list for text',
      'version: 1\nledger: []',
      '2:9 ledger: got an empty list, wanted directory:PATH, branch:NAME or postgres://HOST/DATABASE',
    ],
    [
      'a boolean for on',
      'version: 1\nexperience: true',
      '2:13 experience: got true, wanted on or off (did you mean on?)',
    ],
    [
      'a component nobody defined',
      inProduction('components: [paymnts]').concat('components: { payments: { paths: [a] } }'),
      '4:18 environments.production.components[0]: got "paymnts", wanted a defined component (did you mean payments?)',
    ],
    [
      'a slip in a dependency',
      'version: 1\ncomponents: { api: { paths: [a], depends-on: [payment] }, payments: { paths: [b] } }',
      '2:47 components.api.depends-on[0]: got "payment", wanted a defined component (did you mean payments?)',
    ],
    [
      'a glob that is none',
      inProduction('never-auto-approve: ["db/"]'),
      '4:26 environments.production.never-auto-approve[0]: got "db/", wanted a glob that matches files (did you mean "db/**"?)',
    ],
    [
      'a GitHub environment of two',
      'version: 1\nenvironments:\n  a: { github-environments: [live] }\n  b: { github-environments: [live] }',
      '4:30 environments.b.github-environments[0]: "live" already belongs to "a"',
    ],
    [
      'a source of incidents nobody knows',
      'version: 1\nincidents: [{ source: jira }]',
      '2:23 incidents[0].source: got "jira", wanted a mapping with source: github-issues (and labels), source: post-mortems (and paths) or source: files (and paths; any tool, see docs/incidents.md)',
    ],
    [
      'a source of deployments nobody knows',
      'version: 1\ndeployments: [{ source: jenkins }]',
      '2:25 deployments[0].source: got "jenkins", wanted a mapping with source: github-deployments, source: workflow-runs (and workflow, environment), source: releases or source: tags (and environment)',
    ],
    [
      'a workflow by its path',
      'version: 1\ndeployments: [{ source: workflow-runs, workflow: .github/workflows/deploy.yml, environment: production }]',
      '2:50 deployments[0].workflow: got ".github/workflows/deploy.yml", wanted the file name of a workflow, like deploy.yml (did you mean deploy.yml?)',
    ],
    [
      'releases of nowhere',
      'version: 1\ndeployments: [{ source: releases }]',
      '2:15 deployments[0].environment: missing, wanted an environment',
    ],
    [
      'pre-releases by a word of our own',
      'version: 1\ndeployments: [{ source: releases, environment: beta, pre-releases: true }]',
      '2:68 deployments[0].pre-releases: got true, wanted none, also or only',
    ],
    [
      'one pattern of tags',
      'version: 1\ndeployments: [{ source: tags, environment: production, tags: v* }]',
      '2:62 deployments[0].tags: got "v*", wanted a list of globs (did you mean ["v*"]?)',
    ],
    [
      'versions that go nowhere',
      'version: 1\nenvironments: { production: }\ndeployments: [{ source: tags, environment: prodution }]',
      '3:44 deployments[0].environment: got "prodution", wanted an environment that `environments` defines (did you mean production?)',
    ],
    [
      'runs that deploy to nowhere',
      'version: 1\nenvironments: { production: }\ndeployments: [{ source: workflow-runs, workflow: deploy.yml, environment: prodution }]',
      '3:75 deployments[0].environment: got "prodution", wanted an environment that `environments` defines (did you mean production?)',
    ],
    [
      'a soak beyond the maturity',
      'version: 1\noutcome: { soak: 30d }',
      '2:18 outcome.soak: soak is 30d and maturity 14d, wanted a soak no longer than the maturity',
    ],
    [
      'a name with an odd character',
      'version: 1\nenvironments: { "a.b": { x: 1 } }',
      '2:26 environments."a.b".x: unknown key, wanted mode, github-environments, components, soaked-in, auto-approve, review, allow-stale, never-auto-approve, slo, windows, escalate-after or escalate',
    ],
    [
      'a window without time',
      inWindow('limit: 0.5'),
      '4:15 environments.production.windows[0]: does not say when, wanted cron and for (every time), or from and to (once)',
    ],
    [
      'a window of both forms',
      inWindow('limit: 0.5, cron: "0 0 * * *", for: 1h, from: 2026-01-01, to: 2026-01-02'),
      '4:15 environments.production.windows[0]: got both forms of a window, wanted cron and for (every time), or from and to (once)',
    ],
    [
      'a cron without a length',
      inWindow('limit: 0.5, cron: "0 0 * * *"'),
      '4:15 environments.production.windows[0].for: missing, wanted cron and for (every time), or from and to (once)',
    ],
    [
      'a cron that cannot be',
      inWindow('limit: 0.5, cron: "61 * * * *", for: 1h'),
      '4:44 environments.production.windows[0].cron: got "61 * * * *", wanted five fields like "0 18 * * 1-4": Invalid value for minute: 61',
    ],
    [
      'a cron that never comes',
      inWindow('limit: 0.5, cron: "0 0 30 2 *", for: 1h'),
      '4:44 environments.production.windows[0].cron: got "0 0 30 2 *", wanted five fields like "0 18 * * 1-4": that never comes',
    ],
    [
      'a cron with seconds',
      inWindow('limit: 0.5, cron: "0 0 0 * * *", for: 1h'),
      '4:44 environments.production.windows[0].cron: got "0 0 0 * * *", wanted five fields like "0 18 * * 1-4": five fields are needed',
    ],
    [
      'an end before the start',
      inWindow('limit: 0.5, from: 2027-01-02, to: 2026-12-18'),
      '4:60 environments.production.windows[0].to: got from 2027-01-02 and to 2026-12-18, wanted an end after the start (it is over at the instant of to)',
    ],
    [
      'an unknown time zone',
      inWindow('limit: 0.5, cron: "0 0 * * *", for: 1h, time-zone: Europe/Pari'),
      '4:77 environments.production.windows[0].time-zone: got "Europe/Pari", wanted a time zone like Europe/Paris or UTC (did you mean Europe/Paris?)',
    ],
    [
      'a window without effect',
      inWindow('from: 2026-01-01, to: 2026-01-02'),
      '4:15 environments.production.windows[0]: does not say what it does, wanted either effect (review, emergency-only or allow) or limit (a factor like 0.5)',
    ],
    [
      'a window that would raise the limit',
      inWindow('from: 2026-01-01, to: 2026-01-02, limit: 2'),
      '4:67 environments.production.windows[0].limit: got 2, wanted a factor above 0 and at most 1: a window only ever lowers the limit',
    ],
    [
      'an exception that is no day',
      inWindow('limit: 0.5, from: 2026-01-01, to: 2026-02-01, except: [2026-01-32]'),
      '4:81 environments.production.windows[0].except[0]: got "2026-01-32", wanted a day like 2026-12-24, or a mapping of from and to',
    ],
    [
      'an exception that ends before it starts',
      inWindow(
        'limit: 0.5, from: 2026-01-01, to: 2026-02-01, except: [{ from: 2026-01-09, to: 2026-01-08 }]',
      ),
      '4:105 environments.production.windows[0].except[0].to: got from 2026-01-09 and to 2026-01-08, wanted an end after the start (it is over at the instant of to)',
    ],
    [
      'a customer written wrongly',
      'version: 1\ncomponents: { pay: { paths: [pay], customers: [globex] } }\ncustomers: { globx: {} }',
      '3:21 customers.globx: no component names it, wanted a customer that components name (did you mean globex?)',
    ],
    [
      'an environment of a window that there is not',
      'version: 1\nenvironments: { production: }\ncustomers: { acme: { windows: [{ name: w, cron: "0 2 * * 2", for: 2h, effect: allow, environments: [productoin] }] } }',
      '3:101 customers.acme.windows[0].environments[0]: got "productoin", wanted an environment that is configured (did you mean production?)',
    ],
    [
      'a window of a component without an effect',
      'version: 1\ncomponents: { pay: { paths: [pay], windows: [{ name: w, cron: "0 2 * * 2", for: 2h }] } }',
      '2:46 components.pay.windows[0]: does not say what it does, wanted either effect (review, emergency-only or allow) or limit (a factor like 0.5)',
    ],
    ['a key twice', 'version: 1\nmode: off\nmode: enforce', '3:1: the key "mode" is here a second time'],
    [
      'a bracket left open',
      'version: [1',
      '1:12: not YAML: Flow sequence in block collection must be sufficiently indented and end with a ]',
    ],
    [
      'an unquoted team',
      'a: @acme/x',
      '1:4: not YAML: Plain value cannot start with reserved character @ (put the value in quotes)',
    ],
    ['a tag', 'version: !!set {1}', '1:10: not YAML: Unresolved tag: tag:yaml.org,2002:set'],
    ['an alias that holds itself', 'version: 1\nmode: &m [*m]', '2:11: *m holds itself'],
    ['a key that is a list', 'version: 1\n? [a]\n: b', '2:3: got a key that is not text, wanted a name'],
    [
      'a key with a meaning of its own',
      'version: 1\n__proto__: {}',
      '2:1: got the key __proto__, wanted another name',
    ],
  ])('%s', async (_, text, problem) => expect(await problemsOf(text)).toEqual([problem]))

  test('every problem is told at once, in the order of the file', async () => {
    const text = [
      'versoin: 1',
      'mode: enforced',
      inProduction('windows: [{ name: w, limit: 3 }]').replace('version: 1\n', '').trimEnd(),
      'history: { lookback: 3, loockback: 24mo }',
      'outcome: { soak: 30d }',
    ].join('\n')
    expect(
      (await problemsOf(text)).map((line) => line.split(':').slice(0, 2).join(':').split(' ').at(-1)),
    ).toEqual([
      'version',
      'versoin',
      'mode',
      'environments.production.windows[0]',
      'environments.production.windows[0].limit',
      'history.lookback',
      'history.loockback',
      'outcome.soak',
    ])
  })

  test('a password is neither accepted nor shown', async () => {
    const [problem, ...others] = await problemsOf('version: 1\nledger: postgres://me:secret@host/db')
    expect(others).toEqual([])
    expect(problem).toContain('got "postgres://…@host/db", wanted a URL without a password')
  })
})

describe('a file that is built to exhaust its reader', () => {
  const bomb = Array.from({ length: 9 }, (_, at) =>
    at === 0 ? 'a0: &a0 [x, x]' : `a${at}: &a${at} [${`*a${at - 1}, `.repeat(9)}]`,
  ).join('\n')
  test.each([
    ['too large', `version: 1 #${'x'.repeat(256 * 1024)}`, '1:1: got 257 KiB, wanted at most 256 KiB'],
    ['too deep, in brackets', '['.repeat(100_000), '1:61: got values nested more than 60 deep, wanted fewer'],
    ['too deep, in dashes', '- '.repeat(100_000), '1:1: got values nested more than 60 deep, wanted fewer'],
    ['an alias bomb', bomb, '1:1: got aliases that multiply each other, wanted fewer'],
    [
      'many aliases',
      `a: &a x\nb: [${Array.from({ length: 101 }, () => '*a').join(', ')}]`,
      '2:405: got more than 100 aliases, wanted fewer',
    ],
  ])('%s', async (_, text, problem) => expect(await problemsOf(text)).toEqual([problem]))

  test('the list of problems has an end', async () => {
    const lines = await problemsOf(
      `version: 1\n${Array.from({ length: 500 }, (_, at) => `key${at}: 1`).join('\n')}`,
    )
    expect(lines).toHaveLength(101)
    expect(lines.at(-1)).toBe(' and 400 more problems')
  })

  test('thousands of names that resemble each other are compared in reasonable time', async () => {
    const components = Array.from(
      { length: 4000 },
      (_, at) => ` c${at}: { paths: [a], depends-on: [d${at}] }`,
    )
    const start = performance.now()
    expect(
      (await parseConfiguration(`version: 1\ncomponents:\n${components.join('\n')}`, path)).components,
    ).toHaveLength(4000)
    expect(performance.now() - start).toBeLessThan(10_000)
  })
})
