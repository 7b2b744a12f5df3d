"""Getting an account, proving an address, and getting back in.

No answer tells whether an address has an account: whoever asks reads the same page, and only the address's holder reads
the message. The first message of a sign-up confirms; a sign-up with an address that is taken sends its holder a way to
set a new password, which also throws out whoever had signed up with an address that is not theirs.
"""

from dataclasses import replace
from datetime import datetime

from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from registry import audit
from registry.actions import messages, sign_ins, throttle
from registry.actions.sign_ins import Browser, require_proof
from registry.actions.throttle import Gate
from registry.errors import Conflict, NotAllowed, NotFound
from registry.models import Account, Confirmation
from registry.passwords import Proof
from registry.queries import accounts as queries
from registry.rules import permission
from registry.rules import sign_up as wish
from registry.rules.contact import Channel, Contact
from registry.rules.permission import Actor, Scope
from registry.rules.secret import CODE_LIVES, LINK_LIVES, MOST_TRIES, Secret, code_digest, digest, same
from registry.rules.throttle import Kind

PATH = "/account"
PATHS = {"confirm": "/account/confirm/", "change": "/account/confirm/", "reset": "/account/reset/"}


def sign_up(session: Session, *, actor: Actor, wanted: wish.Wanted, password_hash: str, secret: Secret, browser: Browser, now: datetime) -> None:
    """Open an unconfirmed account and send its confirmation; send the holder of a taken address a way back in instead. Raises TooMany."""
    _count_asking(session, wanted.contact, browser, now)
    account = _add(session, wanted, password_hash, now)
    taken = account is None
    holder = account or queries.by_contact(session, wanted.contact)
    if holder is not None and holder.closed_at is None:
        _send(session, holder, wanted.contact, "reset" if taken else "confirm", secret, now, kind="taken" if taken else "confirm")
    audit.record(session, actor, "account.sign_up", holder, at=now, taken=taken)


def admit(session: Session, *, actor: Actor, wanted: wish.Wanted, password_hash: str, now: datetime) -> Account:
    """A person whom the operator vouches for, confirmed at once: at the terminal and in a demonstration. Raises Conflict when the address is taken."""
    permission.require(actor, "account.admit")
    account = _add(session, wanted, password_hash, now)
    if account is None:
        raise Conflict("address_taken")
    _confirm_address(account, wanted.contact.channel, now)
    audit.record(session, actor, "account.admitted", account, at=now)
    return account


def ask_confirmation(session: Session, *, actor: Actor, secret: Secret, browser: Browser, now: datetime) -> Contact | None:
    """Send the confirmation of one's address again; returns where to, None when it is confirmed already. Raises TooMany."""
    permission.require(actor, "account.change", Scope(account_id=actor.account_id))
    account = queries.own(session, actor)
    contact = unconfirmed(account)
    if contact is None:
        return None
    _count_asking(session, contact, browser, now)
    _send(session, account, contact, "confirm", secret, now)
    audit.record(session, actor, "account.confirmation_asked", account, at=now)
    return contact


def ask_reset(session: Session, *, actor: Actor, contact: Contact, secret: Secret, browser: Browser, now: datetime) -> None:
    """Send the holder of the address a way to set a new password; nothing when there is no account. Raises TooMany."""
    _count_asking(session, contact, browser, now)
    account = queries.by_contact(session, contact)
    if account is not None and account.closed_at is None:
        _send(session, account, contact, "reset", secret, now)
    audit.record(session, actor, "account.reset_asked", account, at=now)


def ask_address(session: Session, *, actor: Actor, contact: Contact, proof: Proof, secret: Secret, browser: Browser, now: datetime) -> None:
    """Send a confirmation to an address that is to become one's own. Raises Invalid for the password, TooMany.

    The holder of a taken address is told instead, and the asker is not. Who has confirmed nothing yet may not: else
    somebody could sign up with a stranger's address and keep it beside an own one.
    """
    permission.require(actor, "account.change", Scope(account_id=actor.account_id))
    account = queries.own(session, actor)
    if not actor.confirmed:
        raise NotAllowed("confirm_first")
    require_proof(account, proof)
    _count_asking(session, contact, browser, now)
    holder = queries.by_contact(session, contact)
    if holder is None:
        _send(session, account, contact, "change", secret, now)
    elif holder.id != account.id and holder.closed_at is None:
        _send(session, holder, contact, "reset", secret, now, kind="taken")
    audit.record(session, actor, "account.address_asked", account, at=now, channel=str(contact.channel))


def find_link(session: Session, token: str, *, now: datetime) -> Confirmation | None:
    """What a link is for; None when it is used, expired or never was. What a browser keeps for a text message is no link."""
    found = queries.confirmation(session, digest(token), now=now)
    return found if found is not None and found.code_hash is None else None


def try_code(session: Session, *, actor: Actor, token: str, code: str, now: datetime) -> Confirmation | None:
    """What the digits of a text message are for. None when they are wrong, so that the try is committed; after five tries always None."""
    found = queries.confirmation(session, digest(token), now=now)
    if found is None or found.code_hash is None or found.attempts >= MOST_TRIES:
        return None
    if same(found.code_hash, code_digest(token, code)):
        return found
    found.attempts += 1
    audit.record(session, actor, "account.code_refused", found, at=now, tries=found.attempts)
    return None


def confirm(session: Session, *, actor: Actor, confirmation: Confirmation, now: datetime) -> Account:
    """The address is its holder's. Raises NotFound for what is spent or not for this, Conflict when the address was taken meanwhile."""
    account = _spend(session, confirmation, ("confirm", "change"), now)
    channel = Channel(confirmation.channel)
    if confirmation.purpose == "change":
        _change_address(session, account, Contact(channel, confirmation.address), now)
    _confirm_address(account, channel, now)
    audit.record(session, replace(actor, account_id=account.id), "account.confirmed", account, at=now, channel=str(channel))
    return account


def reset(session: Session, *, actor: Actor, confirmation: Confirmation, password_hash: str, now: datetime) -> Account:
    """A new password for whoever holds the address, which is confirmed by that. All sign-ins end, all other links and codes die.

    The second factor stays on. Raises NotFound for what is spent or not for this.
    """
    account = _spend(session, confirmation, ("reset",), now)
    _confirm_address(account, Channel(confirmation.channel), now)
    _new_password(session, account, password_hash, but=None, now=now)
    audit.record(session, replace(actor, account_id=account.id), "account.password_reset", account, at=now)
    return account


def change_password(session: Session, *, actor: Actor, proof: Proof, password_hash: str, sign_in_id: int, token: str, now: datetime) -> None:
    """A new password; this browser gets a new token, every other sign-in ends. Raises Invalid for current_password."""
    permission.require(actor, "account.change", Scope(account_id=actor.account_id))
    account = queries.own(session, actor)
    require_proof(account, proof)
    _new_password(session, account, password_hash, but=sign_in_id, now=now)
    sign_ins.rotate(session, sign_in_id, token)
    audit.record(session, actor, "account.password_changed", account, at=now)


def change_profile(session: Session, *, actor: Actor, name: str, language: str, now: datetime) -> None:
    """Name and language. Raises Invalid for either."""
    permission.require(actor, "account.change", Scope(account_id=actor.account_id))
    account = queries.own(session, actor)
    account.name, account.language = wish.read_profile(name=name, language=language), language
    audit.record(session, actor, "account.changed", account, at=now)


def read_messages(session: Session, *, actor: Actor, now: datetime) -> None:
    """Mark all of one's own messages as read."""
    permission.require(actor, "message.read", Scope(account_id=actor.account_id))
    assert actor.account_id is not None
    for message in queries.unread_messages(session, actor.account_id):
        message.read_at = now
    audit.record(session, actor, "message.all_read", None, at=now)


def unconfirmed(account: Account) -> Contact | None:
    """The address that waits for its confirmation, None when one is confirmed."""
    if account.email_confirmed_at is not None or account.phone_confirmed_at is not None:
        return None
    return Contact(Channel.email, account.email) if account.email else Contact(Channel.sms, account.phone or "")


def _add(session: Session, wanted: wish.Wanted, password_hash: str, now: datetime) -> Account | None:
    """The new account, None when the address is taken, be it by a sign-up of the same moment."""
    if queries.by_contact(session, wanted.contact) is not None:
        return None
    account = Account(name=wanted.name, password_hash=password_hash, language=wanted.language, created_at=now)
    _set_address(account, wanted.contact)
    try:
        with session.begin_nested():
            session.add(account)
    except IntegrityError:
        return None
    return account


def _send(session: Session, account: Account, contact: Contact, purpose: str, made: Secret, now: datetime, *, kind: str = "") -> None:
    by_link = contact.channel is Channel.email
    session.add(Confirmation(
        account_id=account.id, purpose=purpose, channel=str(contact.channel), address=contact.address, secret_hash=digest(made.token),
        code_hash=None if by_link else code_digest(made.token, made.code), created_at=now, expires_at=now + (LINK_LIVES if by_link else CODE_LIVES),
    ))
    facts = {"name": account.name} | ({"path": PATHS[purpose] + made.token} if by_link else {"code": made.code})
    messages.send_secret(session, str(contact.channel), contact.address, kind or purpose, facts, account.language, now)


def _spend(session: Session, confirmation: Confirmation, purposes: tuple[str, ...], now: datetime) -> Account:
    account = queries.get(session, confirmation.account_id)
    if account is None or confirmation.used_at is not None or confirmation.purpose not in purposes:
        raise NotFound("link_spent")
    confirmation.used_at = now
    return account


def _new_password(session: Session, account: Account, password_hash: str, *, but: int | None, now: datetime) -> None:
    account.password_hash = password_hash
    for doubtful in queries.open_confirmations(session, account.id):
        doubtful.used_at = now
    sign_ins.end_all(session, account.id, but=but, now=now)
    messages.tell(session, [account.id], "password_changed", {}, PATH, now)


def _change_address(session: Session, account: Account, contact: Contact, now: datetime) -> None:
    if queries.by_contact(session, contact) is not None:
        raise Conflict("address_taken")
    former = account.email if contact.channel is Channel.email else account.phone
    if former is not None:
        facts = {"name": account.name, "address": contact.masked}
        messages.send_secret(session, str(contact.channel), former, "address_changed", facts, account.language, now)
    _set_address(account, contact)


def _set_address(account: Account, contact: Contact) -> None:
    if contact.channel is Channel.email:
        account.email = contact.address
    else:
        account.phone = contact.address


def _confirm_address(account: Account, channel: Channel, now: datetime) -> None:
    if channel is Channel.email:
        account.email_confirmed_at = now
    else:
        account.phone_confirmed_at = now


def _count_asking(session: Session, contact: Contact, browser: Browser, now: datetime) -> None:
    """Messages cost money and nerves: who asks often waits, and an address that strangers ask for waits two minutes at most."""
    gates = (Gate(Kind.ask_pair, f"{contact.address}|{browser.client}"), Gate(Kind.ask_client, browser.client), Gate(Kind.ask_address, contact.address))
    throttle.check(session, gates, now=now, lock=True)
    throttle.count(session, gates, now=now)
