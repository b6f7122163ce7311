"""Luister: an anonymous help chat. This page is the map.

========================  ==========================================================================
room                      what it holds
========================  ==========================================================================
``server``                composition root and life cycle; the only file that knows every room
``cli``                   the command ``luister``
``operating``             what an operator changes there: the line; and the deployment's key
``shelf``                 what comes with the package: the directory of services, the return words
``bridge``                volunteers -> the desk's own facts about a seat
``settings``              the only reader of the environment
``clock`` ``entropy``     the only readers of time and of chance
``ending``                how what runs beside is ended
``identifiers`` ``errors``  the words everybody shares
``routing``               PURE: the desk: who waits, who is free, who is offered to whom, until when
``circle``                PURE: what staff say among themselves: a few lines, soon forgotten
``conversation``          PURE: the log of one conversation: who may add what, in which order
``hours``                 PURE: when something is open, and how an operator writes it
``referral``              PURE: the directory of services a young person can be led to
``returning``             PURE: four words with which a young person finds the same counsellor again
``service``               use cases; no framework: a command in, notices out
``store``                 live state in memory or in Redis, tickets, the line's settings in SQL; only ``server``
                          and ``operating`` import it
``transport``             aiohttp and Socket.IO live here only: wire, gateway, pages
``rehearsal``             plays young people from scripts, a Socket.IO client at our own front door
``simulation``            generated days, played through the desk at many thousand times real time
========================  ==========================================================================

Values may travel, verbs may not; frameworks stay at home. Pure rooms import nothing but each other's
values. ``service`` imports the pure rooms, ``store`` imports pure rooms and ``service.ports``,
``transport`` imports ``service`` and value types, ``volunteers`` imports nothing of ``chat``. The import
rule is kept by tests: see ``tests/architecture``.

One event takes six steps: transport decodes and authorises, service calls one use case, the desk or the
log decides, the store commits if nothing changed meanwhile, dispatch makes notices, the outbox sends them.
"""
