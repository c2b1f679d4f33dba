"""What customers paid before the goods, and goods they have not paid for: open advances, orders and
debts by receipt. Written only by receipts of that kind, so an ordinary sale touches nothing here.
May import domain, ports and the journal."""
