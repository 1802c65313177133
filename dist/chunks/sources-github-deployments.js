import { t as answerOf, u as GitHubError } from "./clients-github-shapes.js";
import { n as actorAt, t as accountAt } from "./sources-github-account.js";
import { n as environmentHistory, t as deploymentStates } from "./sources-github-deployment-history.js";
import { a as recordOrNull, i as name, o as rubbish, t as answersOf } from "./sources-github-reading.js";

// src/sources/github/deployments.ts
/** What GitHub's deployments say of environments. One GraphQL request; REST where a server or token has none of that. */
const listRoute = "GET /repos/{owner}/{repo}/deployments";
const statusesRoute = `${listRoute}/{deployment_id}/statuses`;
const queryRoute = "POST /graphql";
/** Newest deployments that are looked at, over all names an environment goes by. */
const mostDeployments = 50;
/** Statuses of one deployment; a healthy one has three or four. */
const mostStatuses = 50;
/** Over REST each costs a request, so that only the newest few of each name are looked at. */
const fewDeployments = 5;
const deploymentsQuery = `query Deployments($owner: String!, $repo: String!, $environments: [String!]!) {
  repository(owner: $owner, name: $repo) {
    deployments(environments: $environments, first: ${mostDeployments}, orderBy: { field: CREATED_AT, direction: DESC }) {
      pageInfo { hasNextPage }
      nodes {
        databaseId
        commitOid
        environment
        createdAt
        creator { __typename login }
        latestStatus { state createdAt creator { __typename login } }
        statuses(first: ${mostStatuses}) {
          pageInfo { hasNextPage }
          nodes { state createdAt creator { __typename login } }
        }
      }
    }
  }
}`;
/** GraphQL shouts what REST says quietly. */
const loud = deploymentStates.map((state) => state.toUpperCase());
const graphqlStatus = (answer) => ({
	state: answer.oneOf("state", loud).toLowerCase(),
	at: answer.moment("createdAt"),
	creator: actorAt(answer, "creator")
});
const graphqlDeployment = (answer) => {
	const listed = answer.list("statuses.nodes").map(graphqlStatus);
	const latestStatus = recordOrNull(answer, "latestStatus");
	const latest = latestStatus ? [graphqlStatus(latestStatus)] : [];
	return {
		id: answer.integer("databaseId"),
		sha: answer.commitName("commitOid"),
		environment: answer.is("environment", name),
		createdAt: answer.moment("createdAt"),
		creator: actorAt(answer, "creator"),
		statuses: [...latest, ...listed]
	};
};
const readByGraphql = async (github, repository, environments) => {
	const data = await github.graphql(deploymentsQuery, {
		...repository,
		environments
	}, { repeatable: true });
	const answer = answerOf(queryRoute, data);
	const deployments = recordOrNull(answer, "repository") && recordOrNull(answer, "repository.deployments");
	if (!deployments) return null;
	const nodes = deployments.list("nodes");
	const cut = nodes.some((node) => node.flag("statuses.pageInfo.hasNextPage"));
	return {
		deployments: nodes.map(graphqlDeployment),
		complete: !cut && !deployments.flag("pageInfo.hasNextPage")
	};
};
const readStatuses = async (github, repository, id) => {
	const { items, complete } = await github.list(statusesRoute, {
		...repository,
		deployment_id: id,
		per_page: 100
	}, mostStatuses);
	return {
		statuses: answersOf(statusesRoute, items).map((status) => ({
			state: status.oneOf("state", deploymentStates),
			at: status.moment("created_at"),
			creator: accountAt(status, "creator")
		})),
		complete
	};
};
const readEnvironmentByRest = async (github, repository, environment) => {
	const { items, complete } = await github.list(listRoute, {
		...repository,
		environment,
		per_page: fewDeployments
	}, fewDeployments);
	const answers = answersOf(listRoute, items);
	const statuses = await Promise.all(answers.map((deployment) => readStatuses(github, repository, deployment.integer("id"))));
	return {
		deployments: answers.map((deployment, at) => ({
			id: deployment.integer("id"),
			sha: deployment.commitName("sha"),
			environment: deployment.is("environment", name),
			createdAt: deployment.moment("created_at"),
			creator: accountAt(deployment, "creator"),
			statuses: statuses[at].statuses
		})),
		complete: complete && statuses.every((read) => read.complete)
	};
};
const readByRest = async (github, repository, environments) => {
	const readings = [];
	for (const environment of environments) readings.push(await readEnvironmentByRest(github, repository, environment));
	return {
		deployments: readings.flatMap(({ deployments }) => deployments),
		complete: readings.every(({ complete }) => complete)
	};
};
/** No GraphQL on this server or with this token, or an older one: REST says the same, or says what the token lacks. */
const isUnavailable = (error) => error instanceof GitHubError && [
	"forbidden",
	"not-found",
	"invalid"
].includes(error.failure);
const read = async (github, repository, environments) => {
	try {
		const reading = await readByGraphql(github, repository, environments);
		if (reading) return reading;
	} catch (error) {
		if (!isUnavailable(error)) throw error;
	}
	return readByRest(github, repository, environments);
};
/**
* What runs in an environment that goes by these names on GitHub, what is on its way there, and what was there lately.
* Needs `deployments: read`. Throws GitHubError.
*/
const liveIn = async (github, repository, environments, { trustedCreators } = {}) => {
	if (environments.length === 0) return environmentHistory([], true);
	const { deployments, complete } = await read(github, repository, environments);
	const elsewhere = deployments.find(({ environment }) => !environments.some((name) => name.toLowerCase() === environment.toLowerCase()));
	if (elsewhere) throw rubbish(listRoute, `deployment ${elsewhere.id} went to another environment than asked for`);
	return environmentHistory(deployments, complete, trustedCreators);
};

export { liveIn as t };
