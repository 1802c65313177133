import { matchComponents } from './components.ts'
import type { Configuration, EnvironmentSettings, ScopedWindow, Window } from './configuration.ts'

/** Whose window it is; a window of the environment belongs to nobody else. */
export interface WindowOwner {
  readonly kind: 'component' | 'customer'
  readonly name: string
}

export interface OwnedWindow {
  readonly window: Window
  readonly owner?: WindowOwner
}

/**
 * The windows that a change of these paths is subject to: those of the environment, of the components it touches, and of
 * the customers who notice when those, or what depends on them, break. Null: nobody knows what it touches, and all hold.
 */
export const windowsOver = (
  configuration: Pick<Configuration, 'components' | 'customers'>,
  environment: { readonly name: string; readonly settings: Pick<EnvironmentSettings, 'windows'> },
  paths: readonly string[] | null,
): readonly OwnedWindow[] => {
  const { components, customers } = configuration
  const own = environment.settings.windows.map((window) => ({ window }))
  const areThere = [...components, ...customers].some(({ windows }) => windows.length > 0)
  if (!areThere) return own
  const matched = paths === null ? null : matchComponents(configuration, paths)
  const ofAll = (
    kind: WindowOwner['kind'],
    all: readonly { readonly name: string; readonly windows: readonly ScopedWindow[] }[],
    names: readonly string[] | undefined,
  ): readonly OwnedWindow[] =>
    all
      .filter(({ name }) => names === undefined || names.includes(name))
      .flatMap(({ name, windows }) =>
        windows
          .filter(({ environments }) => environments.length === 0 || environments.includes(environment.name))
          .map(({ window }) => ({ window, owner: { kind, name } })),
      )
  return [
    ...own,
    ...ofAll('component', components, matched?.components),
    ...ofAll('customer', customers, matched?.customers),
  ]
}
