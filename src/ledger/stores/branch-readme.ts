/** The first thing a person sees who comes upon the branch. */
export const branchReadme = Buffer.from(`# Change-risk ledger

What change-risk-gate decided, and on what grounds: one line a record in \`events/\`, each chained to the one before it
by its hash; \`blobs/\` holds what records refer to; \`state.json\` and \`index/\` are made from the events.

Written by the gate only. Whoever edits a line by hand breaks the chain, and every later run says so. To check it all,
check out this branch and run \`change-risk-gate replay --ledger directory:PATH\`.
`)
