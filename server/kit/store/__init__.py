"""The store: connections to both databases, acts as single transactions, guarded migrations."""

from server.kit.store.act import Act, Agent, Outcome, Repeated, Wiring, act, wire

__all__ = ["Act", "Agent", "Outcome", "Repeated", "Wiring", "act", "wire"]
