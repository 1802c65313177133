// src/main/action/default-branch.ts
const defaultBranchOf = (payload, { ref }) => {
	const branch = payload["repository"]?.["default_branch"];
	return typeof branch === "string" ? branch : ref.replace(/^refs\/heads\//, "") || "main";
};

export { defaultBranchOf as t };
