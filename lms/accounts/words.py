"""What roles, states and deeds are called on the screen."""

from lms.core.messages import phrase

ROLE_NAMES = {
    "administrator": phrase("Administrator"),
    "observer": phrase("Observer"),
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
    "certificate.issued": phrase("Issued a certificate"),
    "certificate.revoked": phrase("Revoked a certificate"),
    "certificate.replaced": phrase("Replaced a certificate"),
    "certificates.exported": phrase("Exported a list of certificates"),
    "award.granted": phrase("Approved a certificate"),
    "award.declined": phrase("Declined a certificate"),
    "enrolment.approved": phrase("Gave a place in a course"),
    "enrolment.refused": phrase("Refused a place in a course"),
    "enrolment.removed": phrase("Removed a person from a course"),
    "offering.changed": phrase("Changed how a course takes people in"),
    "course.published": phrase("Published a course"),
}
