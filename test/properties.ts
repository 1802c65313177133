import fc from 'fast-check'

/**
 * fast-check as every test takes it: the same cases in every run, so that a run fails by what was changed and by
 * nothing else. `PROPERTY_SEED=random npx vitest run FILE` draws others, `PROPERTY_SEED=N` those of an earlier run.
 */
const asked = process.env['PROPERTY_SEED'] ?? '20261121'
if (asked !== 'random') {
  const seed = Number(asked)
  if (!Number.isInteger(seed)) throw new Error(`PROPERTY_SEED=${asked}: wanted a whole number or "random"`)
  fc.configureGlobal({ ...fc.readConfigureGlobal(), seed })
}

export default fc
