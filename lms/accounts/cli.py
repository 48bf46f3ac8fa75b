"""`lms person …`: what must be possible without a browser."""

import click
from flask.cli import AppGroup, with_appcontext

from lms.accounts import queries, rules, services
from lms.accounts.drafts import ProfileDraft
from lms.accounts.passwords import hash_password
from lms.accounts.places import usual_time_zone
from lms.accounts.tokens import link
from lms.core.clock import utc_now
from lms.core.db import db
from lms.core.ids import new_token
from lms.core.messages import Sentence

person = AppGroup("person", help="People: make an administrator, give a link for a new password.")


def _said(problem: Sentence) -> str:
    return problem.text % problem.values if problem.values else problem.text


@person.command("create-admin")
@click.argument("email")
@click.option("--name", default="Administrator", help="The name as it is shown and printed.")
@click.option("--latin-name", default=None, help="The name in Latin letters, where the table cannot write it.")
@click.option("--country", default="CN", help="Two letters, ISO 3166-1.")
@click.option("--language", default="en", help="The language of letters and pages.")
@click.option("--link", "by_link", is_flag=True, help="Print a link that sets the password, instead of asking for it.")
@with_appcontext
def create_admin(email: str, name: str, latin_name: str | None, country: str, language: str, by_link: bool) -> None:
    """Makes EMAIL an administrator: a new account, or the one that there is, whose password stays."""
    now = utc_now()
    person_id = queries.person_id_by_email(email)
    if person_id is None:
        name = rules.clean_name(name)
        latin_name = rules.clean_name(latin_name or rules.suggest_latin(name))
        problem = rules.name_problem(name) or rules.latin_name_problem(latin_name)
        if problem:
            raise click.ClickException(_said(problem))
        password = new_token() if by_link else click.prompt("Password", hide_input=True, confirmation_prompt=True)
        if not by_link and (problem := rules.password_problem(password, [name, latin_name, email])):
            raise click.ClickException(_said(problem))
        services.load_countries()
        person_id = services.create_person(
            email,
            ProfileDraft(
                printed_name=name,
                latin_name=latin_name,
                country_code=country.upper(),
                language=language,
                time_zone=usual_time_zone(country.upper()),
                participant_kind="official",
            ),
            password_hash=hash_password(password),
            confirmed=True,
            now=now,
        ).id
    services.grant_role(person_id, "administrator", by=None, now=now)
    url = _reset_url(person_id) if by_link else None
    db.session.commit()
    click.echo(f"{email} is an administrator.")
    if url:
        click.echo(f"Set a password within 60 minutes: {url}")


@person.command("reset-link")
@click.argument("email")
@with_appcontext
def reset_link(email: str) -> None:
    """Prints a link that sets a new password for EMAIL; it works once, for 60 minutes."""
    person_id = queries.person_id_by_email(email)
    if person_id is None:
        raise click.ClickException(f"Nobody has the address {email}.")
    url = _reset_url(person_id)
    db.session.commit()
    click.echo(url)


def _reset_url(person_id: int) -> str:
    facts = queries.person_names([person_id])[person_id]
    name = services.give_token(person_id, "reset_password", email=facts.email, now=utc_now())
    return link("/auth/reset-password", name)
