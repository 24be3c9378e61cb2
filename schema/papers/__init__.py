"""The agenda and minutes of negotiations in the API, and the acts on them."""
