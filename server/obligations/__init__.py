"""What counties and municipalities must do together by law, and how it stands on any day.

``rules`` is the pure knowledge: facts and a day in, a standing with its reasons out. The cases it
must satisfy are in ``fixtures/obligation_cases.csv``, one row a situation; a new reading of the law
is a new row there first.
"""
