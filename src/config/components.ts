import type { Component, Configuration, Slo } from './configuration.ts'
import { compileGlobs } from './glob.ts'

export interface ComponentMatch {
  /** Components whose files are among the paths, in the order of the file. */
  readonly components: readonly string[]
  /** Components that depend on those, directly or through others, and are not among them. */
  readonly affected: readonly string[]
  /** Of touched and affected components, each once. */
  readonly customers: readonly string[]
  readonly slos: readonly { readonly component: string; readonly slo: Slo }[]
}

/** Who is touched by these paths, and who depends on them. Dependencies may run in circles. */
export const matchComponents = (
  configuration: Pick<Configuration, 'components'>,
  paths: readonly string[],
): ComponentMatch => {
  const catalogue = configuration.components
  const touched = catalogue.filter((component) => paths.some(compileGlobs(component.paths)))
  const reached = follow(touched, (current) =>
    catalogue.filter(({ dependsOn }) => dependsOn.includes(current.name)),
  )
  const concerned = catalogue.filter((component) => reached.has(component))
  return {
    components: touched.map(({ name }) => name),
    affected: concerned.filter((component) => !touched.includes(component)).map(({ name }) => name),
    customers: [...new Set(concerned.flatMap(({ customers }) => customers))],
    slos: concerned.flatMap(({ name, slo }) => (slo === null ? [] : [{ component: name, slo }])),
  }
}

/**
 * Whether a part belongs to an environment that deploys only some components: it touches one of them, or what one of
 * them depends on. Without named components every part belongs.
 */
export const scopeOf = (
  configuration: Pick<Configuration, 'components'>,
  names: readonly string[],
): ((paths: readonly string[]) => boolean) => {
  if (names.length === 0) return () => true
  const catalogue = configuration.components
  const named = catalogue.filter(({ name }) => names.includes(name))
  const needed = follow(named, (current) => catalogue.filter(({ name }) => current.dependsOn.includes(name)))
  const isInside = compileGlobs([...needed].flatMap((component) => component.paths))
  return (paths) => paths.some(isInside)
}

/** Everything reachable from the start, the start included; what was visited once is not visited again. */
const follow = (
  start: readonly Component[],
  next: (current: Component) => readonly Component[],
): Set<Component> => {
  const visited = new Set(start)
  // A Set hands out what is added while it is walked, so this ends only when nothing new turns up.
  for (const current of visited) for (const component of next(current)) visited.add(component)
  return visited
}
