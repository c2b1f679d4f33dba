"""The server wing: the API registers talk to, the durable store of their journals, the owner's
pages.

It may import domain and contract of this project and nothing else of it; FastAPI, SQLAlchemy and
psycopg come with the extra [cloud]. `ingest` takes entries in and never judges what they say,
`projector` reads them behind and fills the tables that `pages` shows. To add a page, write a query
in `reports` or `events`, a template and a route in `pages`, and its texts in both files of
`texts/`; to add a table, write a migration in `migrations/versions` and the same in `tables`. To
show one more kind of fact among the events, name it in `events.EventFact` and say it in
`event_words`.
"""
