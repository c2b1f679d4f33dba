"""Customers and their accounts in the journal: who they are, what they bought, and the moves of
points, debt, store credit and certificates. Written only by sales that name a customer or a
certificate, so an ordinary sale touches none of these tables. May import domain, ports and the
journal; to add an account, see domain.customers.Account."""
