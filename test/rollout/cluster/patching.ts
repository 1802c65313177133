/** The three ways of patching an API server takes, as far as workloads need them. */
type Json = unknown
type Fields = Record<string, Json>

const isFields = (value: Json): value is Fields =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

/** RFC 7396: null takes away, lists are replaced whole. */
export const mergePatch = (target: Json, patch: Json): Json => {
  if (!isFields(patch)) return patch
  const result: Fields = isFields(target) ? { ...target } : {}
  for (const [key, value] of Object.entries(patch)) {
    if (value === null) delete result[key]
    else result[key] = mergePatch(result[key], value)
  }
  return result
}

/** Lists that the API merges by a key of their members. */
const mergeKeys: Record<string, string> = {
  containers: 'name',
  initContainers: 'name',
  env: 'name',
  volumes: 'name',
}

export const strategicPatch = (target: Json, patch: Json, field = ''): Json => {
  const key = mergeKeys[field]
  if (Array.isArray(patch) && key !== undefined && Array.isArray(target)) {
    const merged = target.map((each: Fields) => {
      const change = patch.find((other: Fields) => other[key] === each[key])
      return change === undefined ? each : strategicPatch(each, change)
    })
    const added = patch.filter((each: Fields) => !target.some((other: Fields) => other[key] === each[key]))
    return [...merged, ...added]
  }
  if (!isFields(patch)) return patch
  const { $patch: directive, ...rest } = patch
  for (const name of Object.keys(rest)) if (name.startsWith('$')) delete rest[name]
  if (directive === 'replace') return rest
  const result: Fields = isFields(target) ? { ...target } : {}
  for (const [name, value] of Object.entries(rest)) {
    if (value === null) delete result[name]
    else result[name] = strategicPatch(result[name], value, name)
  }
  return result
}

/** RFC 6902, without `move` and `copy`, which nobody sends here. */
export const jsonPatch = (
  target: Json,
  operations: readonly { op: string; path: string; value?: Json }[],
): Json => {
  const result = structuredClone(target) as Fields
  for (const { op, path, value } of operations) {
    const keys = path
      .split('/')
      .slice(1)
      .map((key) => key.replaceAll('~1', '/').replaceAll('~0', '~'))
    const last = keys.pop() ?? ''
    const parent = keys.reduce<Fields>((at, key) => at[key] as Fields, result)
    if (op === 'remove') delete parent[last]
    else if (op !== 'test') parent[last] = value
    else if (JSON.stringify(parent[last]) !== JSON.stringify(value)) throw new Error(`test of ${path} failed`)
  }
  return result
}
