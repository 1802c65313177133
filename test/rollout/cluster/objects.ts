/** The objects of our small cluster, as loosely typed as JSON is, and where they rest. */
export interface Resource {
  apiVersion: string
  kind: string
  metadata: {
    name: string
    namespace: string
    uid: string
    resourceVersion: string
    generation: number
    creationTimestamp: string
    labels: Record<string, string>
    annotations: Record<string, string>
    ownerReferences?: { apiVersion: string; kind: string; name: string; uid: string; controller: true }[]
    deletionTimestamp?: string
  }
  // biome-ignore lint/suspicious/noExplicitAny: what stands here is what clients send.
  spec: any
  // biome-ignore lint/suspicious/noExplicitAny: likewise.
  status: any
  // biome-ignore lint/suspicious/noExplicitAny: data of a ControllerRevision and the like.
  [more: string]: any
}

/** An object as somebody makes it: the server fills in the rest. */
export interface Draft {
  metadata: Partial<Resource['metadata']> & { name: string }
  // biome-ignore lint/suspicious/noExplicitAny: everything else is free.
  [more: string]: any
}

export type Happening = 'ADDED' | 'MODIFIED' | 'DELETED'
export type Watcher = (happening: Happening, plural: string, object: Resource) => void

export interface Store {
  now: () => number
  all: (plural: string) => Resource[]
  find: (plural: string, name: string) => Resource | undefined
  add: (plural: string, object: Draft) => Resource
  /** Writes what changed; the generation grows with the spec alone. */
  put: (plural: string, object: Resource) => Resource
  remove: (plural: string, name: string) => void
  watchers: Set<Watcher>
}

export const openStore = (namespace: string, now: () => number): Store => {
  const kinds = new Map<string, Map<string, Resource>>()
  const watchers = new Set<Watcher>()
  let written = 1000
  const of = (plural: string) => {
    const found = kinds.get(plural) ?? new Map<string, Resource>()
    kinds.set(plural, found)
    return found
  }
  const tell: Watcher = (...happening) => {
    for (const watcher of watchers) watcher(...happening)
  }
  const moment = () => new Date(now()).toISOString().replace(/\.\d+Z$/, 'Z')
  return {
    now,
    watchers,
    all: (plural) => [...of(plural).values()],
    find: (plural, name) => of(plural).get(name),
    add: (plural, { metadata, ...rest }) => {
      const resourceVersion = String(++written)
      const object = {
        spec: {},
        status: {},
        ...rest,
        metadata: {
          labels: {},
          annotations: {},
          generation: 1,
          uid: `00000000-0000-4000-8000-${resourceVersion.padStart(12, '0')}`,
          creationTimestamp: moment(),
          ...metadata,
          namespace,
          resourceVersion,
        },
      } as Resource
      of(plural).set(metadata.name, object)
      tell('ADDED', plural, object)
      return object
    },
    put: (plural, object) => {
      const before = of(plural).get(object.metadata.name)
      if (before !== undefined && JSON.stringify(before) === JSON.stringify(object)) return before
      const isMoved = JSON.stringify(before?.spec) !== JSON.stringify(object.spec)
      const after = structuredClone(object)
      after.metadata.resourceVersion = String(++written)
      after.metadata.generation = (before?.metadata.generation ?? 0) + (isMoved ? 1 : 0)
      of(plural).set(object.metadata.name, after)
      tell('MODIFIED', plural, after)
      return after
    },
    remove: (plural, name) => {
      const found = of(plural).get(name)
      if (found === undefined) return
      of(plural).delete(name)
      tell('DELETED', plural, {
        ...found,
        metadata: { ...found.metadata, resourceVersion: String(++written) },
      })
    },
  }
}
