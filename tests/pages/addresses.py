"""Every page and form of the pages, by who looks at it. Browser checks walk the same lists."""

from typing import Final

PUBLIC: Final = (
    "/",
    "/counties",
    "/counties/08",
    "/counties/19",
    "/municipalities",
    "/municipalities/837",
    "/obligations",
    "/obligations?county=08&status=FULFILLED&term=2025-2029&text=a&asOf=1.6.2026",
    "/obligations/Obligation:x:291",
    "/obligations/Obligation:x:837",
    "/rounds",
    "/rounds/NegotiationRound:1",
    "/rounds/NegotiationRound:1?stage=disputed",
    "/negotiations",
    "/negotiations/Negotiation:1",
    "/negotiations/Negotiation:2",
    "/search",
    "/search?q=tampere",
    "/register",
    "/access",
    "/developers",
    "/accessibility",
    "/sign-in",
)
SIGNED_IN: Final = (
    "/my-work",
    "/my-work/record-complete",
    "/counties/08/rounds/new",
    "/counties/08/negotiations/new",
    "/counties/08/negotiations/record",
    "/rounds/NegotiationRound:1/plan",
    "/negotiations/Negotiation:1/held",
    "/negotiations/Negotiation:2/invite",
    "/negotiations/Negotiation:2/date",
    "/negotiations/Negotiation:2/move",
    "/negotiations/Negotiation:2/cancel",
    "/negotiations/Negotiation:1/attendance/Attendance:250/confirm",
    "/negotiations/Negotiation:1/attendance/Attendance:250/dispute",
    "/negotiations/Negotiation:1/attendance/Attendance:291/withdraw",
    "/obligations/Obligation:x:291/evidence/new",
    "/obligations/Obligation:x:291/evidence/LinkedEvidence:1/withdraw",
    "/obligations/Obligation:x:291/exempt",
)
ACTORS: Final = (None, "county:08", "municipality:291", "municipality:837")
