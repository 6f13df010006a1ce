"""What every module stands on: settings, money, identity, transactions, events, keys."""
