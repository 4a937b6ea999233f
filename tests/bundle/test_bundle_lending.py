"""What lending adds to requests and rosters, so that older programs and older files go on as they did."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import msgspec
import pytest

from doorstep.bundle.enrolment import read_enrolment, write_enrolment
from doorstep.bundle.keys import SealingIdentity
from doorstep.bundle.roster import Laptop, Role, Roster, read_roster, write_roster
from doorstep.bundle.sshsig import BEGIN, Namespace
from doorstep.errors import RosterError
from doorstep.office.enrolling import enrol, revoke
from vectors.making import AT, MadeOffice, key, signer

if TYPE_CHECKING:
    from doorstep.bundle.enrolment import Enrolment

RECIPIENT = SealingIdentity.generate().recipient


@pytest.fixture
def lending(office: MadeOffice) -> Roster:
    """A roster with a lending key in the midst of the others, and a laptop that can be lent to."""
    first, *others = office.roster.signers
    signers = (first, signer(Role.LENDING, "office", key("lending")), *others)
    laptops = (Laptop("laptop-7", "rosa", RECIPIENT),)
    return msgspec.structs.replace(office.roster, signers=signers, laptops=laptops)


def request(recipient: str = RECIPIENT) -> bytes:
    return write_enrolment(
        device="laptop-8",
        device_key=key("device 8"),
        worker="amir",
        worker_label="Amir Šarić",
        worker_key=key("worker 8"),
        made_at=AT,
        recipient=recipient,
    )


def asked(recipient: str = RECIPIENT) -> Enrolment:
    return read_enrolment(request(recipient))


def test_a_roster_that_lends_comes_back_as_it_was(office: MadeOffice, lending: Roster):
    assert set(read_roster(write_roster(lending, office.root)).signers) == set(lending.signers)
    assert read_roster(write_roster(lending, office.root)) == lending


def test_older_programs_find_nothing_in_it_that_they_do_not_know(office: MadeOffice, lending: Roster):
    """They refuse a role that they do not know, and pass over lines that they do not know."""
    text = write_roster(lending, office.root).partition(BEGIN)[0].decode()
    roles = re.findall(r"^signer: ([a-z]+):", text, re.MULTILINE)
    assert set(roles) == {"receipt", "device", "worker"}
    assert text.count("lender: lending:office ") == text.count("\nlaptop: laptop-7 rosa age1") == 1


def test_a_roster_from_before_lends_to_nobody(office: MadeOffice):
    assert read_roster(write_roster(office.roster, office.root)).laptops == ()


def test_a_lending_key_signs_nothing_else(lending: Roster):
    [lender] = (each for each in lending.signers if each.role is Role.LENDING)
    assert lender.role.namespace is Namespace.VISIT_PACK
    assert all(each.role.namespace is not Namespace.VISIT_PACK for each in lending.signers if each is not lender)
    assert 'namespaces="doorstep-visit-pack@v1"' in lender.line()


@pytest.mark.parametrize(
    "laptops",
    [
        (Laptop("laptop-7", "rosa", RECIPIENT), Laptop("laptop-7", "amir", RECIPIENT)),
        (Laptop("laptop 7", "rosa", RECIPIENT),),
        (Laptop("laptop-7", "rosa*", RECIPIENT),),
        (Laptop("laptop-7", "rosa", "age1nobody"),),
        (Laptop("laptop-7", "rosa", ""),),
    ],
)
def test_a_roster_never_says_that_of_a_laptop(office: MadeOffice, lending: Roster, laptops: tuple[Laptop, ...]):
    with pytest.raises(RosterError):
        write_roster(msgspec.structs.replace(lending, laptops=laptops), office.root)


def test_a_request_says_what_to_seal_to_and_an_older_one_does_not():
    assert asked().recipient == RECIPIENT
    assert asked("").recipient == ""
    assert b"recipient" not in request("")


def test_a_recipient_that_age_does_not_know_is_no_request():
    with pytest.raises(RosterError):
        request("age1nobody")


def test_enrolling_and_revoking_settle_whom_can_be_lent_to(lending: Roster):
    enrolled = enrol(lending, asked(), AT)
    assert [each.device for each in enrolled.laptops] == ["laptop-7", "laptop-8"]
    assert enrol(enrolled, asked(""), AT).laptops == enrolled.laptops  # an old request renews, and takes nothing away
    other = SealingIdentity.generate().recipient
    assert enrol(enrolled, asked(other), AT).laptops[-1].recipient == other
    for principal in ("device:laptop-8", "worker:amir"):
        assert revoke(enrolled, principal, AT).laptops == lending.laptops
