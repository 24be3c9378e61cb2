// Runs the GraphQL-over-HTTP audits against the address given and prints what they found as JSON.
import { serverAudits } from "graphql-http";

const found = [];
for (const audit of serverAudits({ url: process.argv[2] })) {
  const { status, name, reason } = await audit.fn();
  found.push({ id: audit.id, status, name, reason });
}
console.log(JSON.stringify(found));
