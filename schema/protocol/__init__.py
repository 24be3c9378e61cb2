"""GraphQL over HTTP: what is read, admitted, refused and answered, apart from what it means."""
