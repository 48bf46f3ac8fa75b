"""What roles, states and deeds are called on the screen."""

from lms.core.messages import phrase

ROLE_NAMES = {
    "administrator": phrase("Administrator"),
    "observer": phrase("Observer"),
    "author": phrase("Author: may begin courses"),
    "coordinator": phrase("Coordinator"),
    "owner": phrase("Course owner"),
    "instructor": phrase("Instructor"),
    "assistant": phrase("Assistant"),
}

STATE_NAMES = {
    "active": phrase("Active"),
    "unconfirmed": phrase("Address not confirmed"),
    "suspended": phrase("Suspended"),
    "erased": phrase("Erased"),
}

# Deeds of every room; one that is missing here is shown by its code.
DEED_NAMES = {
    "person.changed": phrase("Changed the profile"),
    "person.password_changed": phrase("Changed the password"),
    "person.email_changed": phrase("Moved the account to another address"),
    "person.suspended": phrase("Suspended a person"),
    "person.restored": phrase("Restored a person"),
    "person.erased": phrase("Erased the account"),
    "role.granted": phrase("Granted a role"),
    "role.revoked": phrase("Revoked a role"),
    "staff.invited": phrase("Invited somebody to the staff of a course"),
    "staff.invitation_withdrawn": phrase("Took back an invitation to the staff of a course"),
    "staff.invitation_declined": phrase("Declined to join the staff of a course"),
    "certificate.issued": phrase("Issued a certificate"),
    "certificate.revoked": phrase("Revoked a certificate"),
    "certificate.replaced": phrase("Replaced a certificate"),
    "certificate.reissued": phrase("Issued a certificate again"),
    "certificates.exported": phrase("Exported a list of certificates"),
    "award.awaiting": phrase("Course completed, waiting for approval"),
    "award.granted": phrase("Approved a certificate"),
    "award.declined": phrase("Declined a certificate"),
    "enrolment.approved": phrase("Gave a place in a course"),
    "enrolment.refused": phrase("Refused a place in a course"),
    "enrolment.removed": phrase("Removed a person from a course"),
    "grade.set": phrase("Set a score or total"),
    "grade.unset": phrase("Removed a score or total that was set"),
    "work.graded": phrase("Graded a piece of work"),
    "work.regraded": phrase("Changed the grade of a piece of work"),
    "gradebook.exported": phrase("Exported a gradebook"),
    "offering.changed": phrase("Changed how people join a course"),
    "course.begun": phrase("Began a course"),
    "course.published": phrase("Published a course"),
    "course.archived": phrase("Archived a course"),
    "course.restored": phrase("Restored a course"),
    "course.deleted": phrase("Deleted a course"),
}

# What a deed is about, other than people, their places and courses, which have names of their own; `number` is the
# code that the deed keeps of the thing, or else, for a thing that is gone, the number of its record.
THING_NAMES = {
    "certificate": phrase("Certificate %(number)s"),
    "enrolment": phrase("Enrolment, record %(number)s"),
    "certificates:all": phrase("All certificates"),
    "certificates:awaiting": phrase("Awaiting approval"),
    "certificates:revoked": phrase("Revoked certificates"),
}

# The detail that names the thing; it stands there, not among the details.
CODE_DETAIL = "code"

# What else is kept of a deed; a detail that is missing here is shown by its key.
DETAIL_NAMES = {
    "role": phrase("Role"),
    "country": phrase("Country"),
    "course": phrase("Course"),
    "reason": phrase("Reason"),
    "explanation": phrase("Note"),
    "fields": phrase("What was changed"),
    "new": phrase("New certificate"),
    "edition": phrase("Edition"),
    "item": phrase("Step"),
    "percent": phrase("Percent"),
    "before": phrase("Before"),
    "work": phrase("Work"),
    "q": phrase("Search words"),
    "count": phrase("Rows"),
    "revision": phrase("Revision"),
    "slug": phrase("Address"),
    "mode": phrase("How people join"),
    "capacity": phrase("Seats"),
    "opens_on": phrase("First day to enrol"),
    "closes_on": phrase("Last day to enrol"),
}
# Details that are days, kept as ISO dates.
DAYS = frozenset({"opens_on", "closes_on"})

# Details that are kept as codes: (deed, detail) -> code -> words. Rooms above add theirs to `hooks.detail_codes`.
DETAIL_CODES = {
    ("role.granted", "role"): ROLE_NAMES,
    ("role.revoked", "role"): ROLE_NAMES,
    ("staff.invited", "role"): ROLE_NAMES,
    ("person.changed", "fields"): {
        "printed_name": phrase("Name"),
        "latin_name": phrase("Name in Latin letters"),
        "country_code": phrase("Country"),
        "language": phrase("Language"),
        "time_zone": phrase("Time zone"),
        "organisation": phrase("Organisation"),
        "participant_kind": phrase("Takes part as"),
    },
}
