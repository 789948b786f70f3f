"""Who may come in and do what: accounts, passwords, sessions, single sign-on."""
