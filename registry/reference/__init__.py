"""Public lists that the registry looks codes up in: divisions, industries, ICS and CCS.

Pure look-ups over CSV files of this package, read on first use and kept. No database: the lists change once a year,
with a release. Where each list comes from is written in NOTICE.
"""
