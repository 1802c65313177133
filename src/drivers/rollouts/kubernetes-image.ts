import { ConfigError } from '../../domain/errors.ts'

/** Which version an image is, and which image a version is. */
export interface ImageNaming {
  readonly versionOf: (image: string) => string
  /** Null where no image can have this version. */
  readonly imageOf: (version: string, current: string) => string | null
}

const mark = '{version}'
const tag = /^\w[\w.-]{0,127}$/
const digest = /^[a-z0-9]+:[0-9a-f]{32,}$/

/**
 * By the plan's template (`ghcr.io/acme/web:{version}`), else by tag or digest: version 1.5 of `acme/web:1.4` is
 * `acme/web:1.5`, version sha256:… is `acme/web@sha256:…`. What the template does not describe is named by its tag, so
 * that it still differs. @throws ConfigError for a template without `{version}`
 */
export const imageNaming = (template: string | undefined): ImageNaming => {
  if (template === undefined)
    return {
      versionOf: taggedVersion,
      imageOf: (version, current) => {
        const { repository } = partsOf(current)
        if (digest.test(version)) return `${repository}@${version}`
        return tag.test(version) ? `${repository}:${version}` : null
      },
    }
  const [before = '', after, ...more] = template.split(mark)
  if (after === undefined || more.length > 0)
    throw new ConfigError(
      `targets.image must have ${mark} once, where the version goes, like ghcr.io/acme/web:${mark}; got ${template}`,
    )
  return {
    versionOf: (image) => {
      const isDescribed =
        image.startsWith(before) && image.endsWith(after) && image.length > before.length + after.length
      return isDescribed ? image.slice(before.length, image.length - after.length) : taggedVersion(image)
    },
    imageOf: (version) => (tag.test(version) || digest.test(version) ? `${before}${version}${after}` : null),
  }
}

const taggedVersion = (image: string): string => {
  const parts = partsOf(image)
  return parts.tag ?? parts.digest ?? 'latest'
}

/** A colon before the last slash belongs to a registry's port. */
const partsOf = (image: string) => {
  const [named = '', digest] = image.split('@')
  const colon = named.lastIndexOf(':')
  const isTagged = colon > named.lastIndexOf('/')
  return {
    repository: isTagged ? named.slice(0, colon) : named,
    tag: isTagged ? named.slice(colon + 1) : undefined,
    digest,
  }
}
