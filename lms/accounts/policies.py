"""Who may do what to people; together they read as the table in the product's description."""

from lms.core.actor import Actor


def may_manage_people(actor: Actor, *_things: object) -> bool:
    return actor.is_administrator


def may_read_audit(actor: Actor, *_things: object) -> bool:
    return actor.is_administrator


def may_change_standing(actor: Actor, person: object) -> bool:
    """Suspend, restore, grant and revoke: administrators, but never about themselves (A08).

    So at least one administrator is always left: the one who acts.
    """
    return actor.is_administrator and getattr(person, "id", None) != actor.person_id
