// The query editor: opens with the query and variables of the address, keeps the address current.
"use strict";
const given = new URLSearchParams(location.search);
const keep = (name) => (text) => {
  given.set(name, text);
  history.replaceState(null, "", `?${given}`);
};

ReactDOM.createRoot(document.getElementById("editor")).render(
  React.createElement(GraphiQL, {
    fetcher: GraphiQL.createFetcher({ url: location.pathname }),
    plugins: [GraphiQLPluginExplorer.explorerPlugin()],
    defaultQuery: document.getElementById("example").content.textContent,
    query: given.get("query") || undefined,
    variables: given.get("variables") || undefined,
    onEditQuery: keep("query"),
    onEditVariables: keep("variables"),
    shouldPersistHeaders: false,
  }),
);
