"""The pages: a GraphQL document and a template each; a client of the schema, in-process."""
