"""Decisions of bodies and officials on the records of any domain.

Many decisions per record, each a row: who decided what on which day, in whose words, and whether
it is final. ``rules`` tells what a decision cannot say and what is only untidy.
"""
