"""The GraphQL API: types with their mapping onto the tables, the read engine and the mutations."""
