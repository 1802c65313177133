import { n as readMembers, t as countRepositories } from "./commands-pool-members.js";

export { countRepositories };
