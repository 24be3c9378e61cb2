"""The composition root: everything the domain, the API and the pages need around them to serve."""
