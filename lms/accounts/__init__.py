"""People: registering, signing in and out, profiles, roles, countries.

Owns `person`, `sign_in`, `role_grant`, `account_token` and `country`. Announces `person_suspended`.
"""
