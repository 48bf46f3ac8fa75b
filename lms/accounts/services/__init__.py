"""Every change to people."""

from lms.accounts.services.countries import load_countries
from lms.accounts.services.email_change import change_email, request_email_change, send_email_change_letters
from lms.accounts.services.passwords import (
    change_password,
    request_password_reset,
    reset_password,
    send_reset_letter,
)
from lms.accounts.services.people import create_person, update_profile
from lms.accounts.services.registration import (
    confirm_again,
    confirm_email,
    forget_unconfirmed,
    request_confirmation_letter,
    request_registration,
    take_in,
)
from lms.accounts.services.roles import grant_role, revoke_role
from lms.accounts.services.safety import check_may_serve
from lms.accounts.services.sign_in import (
    SHORT_SIGN_IN_LASTS,
    SIGN_IN_LASTS,
    begin_sign_in,
    check_password,
    end_all_sign_ins,
    end_sign_in,
    forget_old_sign_ins,
    require_password,
)
from lms.accounts.services.staff import (
    accept_invitation,
    change_staff_role,
    decline_invitation,
    forget_staff,
    invite_to_staff,
    make_owner,
    remove_from_staff,
    withdraw_invitation,
    write_invitation,
)
from lms.accounts.services.standing import erase_person, restore, suspend
from lms.accounts.services.tokens import forget_old_tokens, give_token

__all__ = [
    "SHORT_SIGN_IN_LASTS",
    "SIGN_IN_LASTS",
    "accept_invitation",
    "begin_sign_in",
    "change_email",
    "change_password",
    "change_staff_role",
    "check_may_serve",
    "check_password",
    "confirm_again",
    "confirm_email",
    "create_person",
    "decline_invitation",
    "end_all_sign_ins",
    "end_sign_in",
    "erase_person",
    "forget_old_sign_ins",
    "forget_old_tokens",
    "forget_staff",
    "forget_unconfirmed",
    "give_token",
    "grant_role",
    "invite_to_staff",
    "load_countries",
    "make_owner",
    "remove_from_staff",
    "request_confirmation_letter",
    "request_email_change",
    "request_password_reset",
    "request_registration",
    "require_password",
    "reset_password",
    "restore",
    "revoke_role",
    "send_email_change_letters",
    "send_reset_letter",
    "suspend",
    "take_in",
    "update_profile",
    "withdraw_invitation",
    "write_invitation",
]
