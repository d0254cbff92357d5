"""Benchmarks: how fast the stations are, beside the libraries that could stand in their place, in one run.

What is timed takes turns (``rounds``), on the same data (``texts``, ``vectors``) and the same number of threads
(``threads``); what a library returns is compared with what quotecheck returns (``agreement``) before it is timed.
"""
