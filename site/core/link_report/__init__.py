"""Which links of editors lead nowhere, and where to mend them.

`finding` takes the links out of a page, `reading` keeps them, `addresses` asks another site,
`checking` says when, `admin` shows what is broken, `leaving` what happens when a page goes.
"""
