// src/main/action/default-branch.ts
const defaultBranchOf = (payload, { ref }) => {
	const branch = payload["repository"]?.["default_branch"];
	return typeof branch === "string" ? branch : ref.replace(/^refs\/heads\//, "") || "main";
};
/** The branch of this run, where it is not the default one; null where it is, or where the event does not tell. */
const otherBranchOf = (payload, runner) => {
	const { ref } = runner;
	return ref === `refs/heads/${defaultBranchOf(payload, runner)}` ? null : ref.replace(/^refs\/heads\//, "") || "a commit of no branch";
};

export { otherBranchOf as n, defaultBranchOf as t };
