import { execFileSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

/**
 * Cuts the published schema of Argo's Rollout down to what a rollout reads and writes. It comes from a package of models
 * that are generated from Argo's own CRD, because a package registry has that and no CRD. Our stand-in for Argo validates
 * every object against the cut, before and after each request. With `--check` it writes nothing and fails when the
 * committed cut differs.
 */
const source = { package: '@kubernetes-models/argo-rollouts', version: '0.3.2' }
const origin = {
  file: 'package/argoproj.io/v1alpha1/Rollout.js',
  literal: /const schema = (\{[\s\S]*?\n\});/,
}
const target = 'fixtures/kubernetes/argo-rollout.json'

interface Schema {
  readonly properties?: Readonly<Record<string, Schema>>
  readonly [keyword: string]: unknown
}

/** Kept below a path; everything else of the whole schema is left out, and `true` keeps what is below whole. */
interface Kept {
  readonly [property: string]: true | Kept
}

const kept: Kept = {
  apiVersion: true,
  kind: true,
  metadata: true,
  spec: {
    minReadySeconds: true,
    paused: true,
    progressDeadlineSeconds: true,
    replicas: true,
    selector: true,
    strategy: {
      blueGreen: { activeService: true },
      canary: {
        maxSurge: true,
        maxUnavailable: true,
        steps: true,
        trafficRouting: { nginx: true },
      },
    },
    template: {
      metadata: true,
      spec: { containers: true },
    },
    workloadRef: true,
  },
  status: true,
}

const cut = (schema: Schema, keep: Kept): Schema => {
  const properties = Object.entries(keep).map(([name, below]) => {
    const found = schema.properties?.[name]
    if (found === undefined) throw new Error(`${source.package}: no property ${name}`)
    return [name, below === true ? found : cut(found, below)] as const
  })
  return { ...schema, properties: Object.fromEntries(properties) }
}

/** What is said of the metadata of every object is defined elsewhere, and checked by the API server alone. */
const withoutReferences = (schema: Schema): Schema => ({
  ...schema,
  properties: { ...schema.properties, metadata: { type: 'object' } },
})

/** Containers by name and image; the rest of a container is not ours to know. */
const withPlainContainers = (schema: Schema): Schema =>
  JSON.parse(JSON.stringify(schema), function (this: unknown, key, value) {
    return key === 'containers' && value?.items?.properties?.image !== undefined
      ? {
          type: 'array',
          items: {
            type: 'object',
            required: ['name'],
            properties: { name: { type: 'string' }, image: { type: 'string' } },
          },
        }
      : value
  })

const folder = mkdtempSync(join(tmpdir(), 'argo-schema-'))
try {
  const pack = ['pack', `${source.package}@${source.version}`, '--silent', '--pack-destination', folder]
  const file = execFileSync('npm', pack, { encoding: 'utf8' }).trim().split('\n').at(-1) ?? ''
  execFileSync('tar', ['-xzf', join(folder, file), '-C', folder, origin.file])
  const [, literal] = origin.literal.exec(readFileSync(join(folder, origin.file), 'utf8')) ?? []
  if (literal === undefined) throw new Error(`${source.package}@${source.version} is built in another way`)
  const schema = withPlainContainers(cut(withoutReferences(JSON.parse(literal)), kept))
  const text = `${JSON.stringify({
    $comment: `From ${source.package}@${source.version} (MIT), generated from the CRD of argoproj/argo-rollouts (Apache-2.0). Made by scripts/argo-schema.ts.`,
    ...schema,
  })}\n`
  if (process.argv.includes('--check')) {
    if (readFileSync(target, 'utf8') !== text)
      throw new Error(`${target} differs: run node scripts/argo-schema.ts`)
  } else {
    mkdirSync('fixtures/kubernetes', { recursive: true })
    writeFileSync(target, text)
  }
} finally {
  rmSync(folder, { recursive: true, force: true })
}
