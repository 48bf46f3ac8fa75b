"""People: registering, signing in and out, profiles, roles, countries.

Owns `person`, `registration`, `sign_in`, `role_grant`, `account_token` and `country`. Announces `person_suspended`
and `person_erased`; `hooks` are what the rooms above add to its pages.
"""
