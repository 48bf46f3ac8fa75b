"""People: registering, signing in and out, profiles, roles, the staff of courses, countries.

Owns `person`, `registration`, `sign_in`, `role_grant`, `staff_invitation`, `account_token` and `country`. Announces
`person_erased`; `hooks` are what the rooms above add to its pages.
"""
