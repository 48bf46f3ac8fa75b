"""Who is asking: plain facts that every policy decides on."""

from dataclasses import dataclass

STAFF_ROLES = frozenset({"owner", "instructor", "assistant"})  # they hold in one course each


@dataclass(frozen=True, slots=True)
class Grant:
    """One role and its scope; at most one of the two scopes is set."""

    role: str
    country_code: str | None = None
    course_id: int | None = None


@dataclass(frozen=True, slots=True)
class Actor:
    """A visitor (`person_id` is None) or a signed-in person with their roles, which add up."""

    person_id: int | None = None
    grants: frozenset[Grant] = frozenset()

    @property
    def is_signed_in(self) -> bool:
        return self.person_id is not None

    @property
    def is_administrator(self) -> bool:
        return any(grant.role == "administrator" for grant in self.grants)

    @property
    def is_author(self) -> bool:
        """Whether an administrator lets this person begin courses of their own."""
        return any(grant.role == "author" for grant in self.grants)

    @property
    def staffed_courses(self) -> frozenset[int]:
        """Ids of the courses this person is staff of."""
        return frozenset(g.course_id for g in self.grants if g.role in STAFF_ROLES and g.course_id is not None)


VISITOR = Actor()
