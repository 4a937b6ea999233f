"""``doorstep-office``: the office's side of Doorstep, at a command line.

Prints plain sentences: results to standard output, what went wrong to standard error. The exit code is 0 only when
all is well; the others stand in ``messages.Exit`` and in ``doorstep-office --help``.
"""

from __future__ import annotations

import argparse
import getpass
import io
import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

from doorstep.bundle.enrolment import read_enrolment
from doorstep.bundle.limits import LIMITS
from doorstep.bundle.reader import open_bundle
from doorstep.calendar import day_words
from doorstep.errors import BundleUnreadableError, DoorstepError, EnvironmentFaultError
from doorstep.files import write_whole
from doorstep.office.enrolling import enrol, revoke
from doorstep.office.folder import OfficeFolder
from doorstep.office.intake import take_in
from doorstep.office.learning import as_csv, as_json, summarise
from doorstep.office.lending import (
    MOST_DAYS,
    USUAL_DAYS,
    laptop_of,
    lend,
    newest_of_each_form,
    people_named,
)
from doorstep.office.messages import Exit, explanation_of
from doorstep.office.packs import sign_pack
from doorstep.office.recovering import recover_vault
from doorstep.office.report import CHAINS, counted, lines_of, printable, signer_words, time_words
from doorstep.office.store import Chain, Store
from doorstep.packs.model import LegalPack

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence


def main(arguments: Sequence[str] | None = None, clock: Callable[[], datetime] = lambda: datetime.now(UTC)) -> int:
    """Run one command and return its exit code."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="replace")  # a name that this console cannot show is no reason to stop
    options = _parser().parse_args(arguments)
    try:
        options.run(options, clock())
    except DoorstepError as error:
        words = explanation_of(error)
        print(words.happened, words.safe, words.do, sep="\n", file=sys.stderr)
        return words.exit
    return Exit.OK


def _parser() -> argparse.ArgumentParser:
    codes = ", ".join(f"{code.value} {code.name.lower().replace('_', ' ')}" for code in Exit)
    parser = argparse.ArgumentParser(
        prog="doorstep-office",
        description="Enrol laptops, verify and take in their bundles, and write receipts.",
        epilog=f"Exit codes: {codes}.",
    )
    parser.add_argument("--office", type=Path, required=True, metavar="DIR", help="the office folder")
    commands = parser.add_subparsers(required=True, metavar="COMMAND")
    init = _command(commands, "init", _init, "make a new office: keys, roster, database")
    init.add_argument("--name", default="Adult social care", help="the name that workers see")
    _command(commands, "enrol", _enrol, "put a laptop and its worker on the roster").add_argument("request", type=Path)
    _command(commands, "revoke", _revoke, "take device:NAME or worker:NAME off the roster").add_argument("principal")
    _command(commands, "verify", _verify, "check a bundle and say what is inside").add_argument("file", type=Path)
    _command(commands, "intake", _intake, "check a bundle, store it once, write a receipt").add_argument(
        "file", type=Path
    )
    _recover_command(commands)
    _pack_command(commands)
    learn = _command(commands, "learning", _learning, "count what was learned, without anybody's name")
    learn.add_argument("--out", type=Path, required=True, metavar="FILE", help="the summary: FILE.json or FILE.csv")
    _lend_command(commands)
    words = "show the roster, what was received, what was lent, and which vaults were recovered"
    listing = _command(commands, "list", _list, words)
    listing.add_argument("name", nargs="*", help="show the records of people of that name instead")
    return parser


def _recover_command(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    words = "copy the vault of a laptop whose passphrase is lost, under a new passphrase"
    recover = _command(commands, "recover", _recover, words)
    recover.add_argument("folder", type=Path, help="the vault: the folder with keys.json and vault.db")
    recover.add_argument("--out", type=Path, required=True, metavar="DIR", help="a new folder for the copy")
    recover.add_argument("--by", required=True, metavar="NAME", help="your name: it is noted here and in the vault")
    recover.add_argument("--identity", type=Path, metavar="FILE", help="an age identity, from the safe for example")
    recover.add_argument("--salvage", action="store_true", help="take what can still be read of a damaged vault")
    recover.add_argument(
        "--passphrase-file", type=Path, metavar="FILE", help="take the new passphrase from the first line of a file"
    )


def _lend_command(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    words = "lend earlier records of one person to a laptop, to read until a day"
    lending = _command(commands, "lend", _lend, words)
    lending.add_argument("records", nargs="*", metavar="RECORD", help="the id of a record; `list NAME` shows them")
    lending.add_argument("--person", metavar="ID", help="lend the newest record of each form of this person")
    lending.add_argument("--to", required=True, metavar="NAME", help="the laptop, device:NAME, or its worker:NAME")
    lending.add_argument("--by", required=True, metavar="NAME", help="your name: it is noted here")
    lending.add_argument("--days", type=_days, default=USUAL_DAYS, metavar="N", help="for how long, by default 30 days")
    lending.add_argument("--out", type=Path, metavar="DIR", help="where to put it, by default visits in the office")


def _days(text: str) -> int:
    if not text.isdecimal() or not 1 <= int(text) <= MOST_DAYS:
        raise argparse.ArgumentTypeError(f"a number of days from 1 to {MOST_DAYS}")
    return int(text)


def _pack_command(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    words = "packs of law and guidance, plain words and local help"
    pack = commands.add_parser("pack", help=words, description=words)
    verbs = pack.add_subparsers(required=True, metavar="VERB")
    sign = _command(verbs, "sign", _sign_pack, "check the pack in a folder and sign it for the laptops")
    sign.add_argument("folder", type=Path, help="the folder with pack.yaml")
    sign.add_argument("--out", type=Path, metavar="DIR", help="where to put it, by default packs in the office folder")


def _command(
    commands: argparse._SubParsersAction[argparse.ArgumentParser],
    name: str,
    run: Callable[[argparse.Namespace, datetime], None],
    words: str,
) -> argparse.ArgumentParser:
    command = commands.add_parser(name, help=words, description=words)
    command.set_defaults(run=run)
    return command


def _init(options: argparse.Namespace, now: datetime) -> None:
    folder = OfficeFolder.create(options.office, options.name, now)
    Store.open(folder.database_url).close()
    roster = folder.roster
    print(f"{roster.office} is set up in {folder.path}.")
    print(f"Its fingerprint is {roster.pin.fingerprint}: workers compare it when they first open the roster.")
    print("Move keys/escrow.txt to a safe in another building now. Keep keys/root off the network between enrolments.")


def _enrol(options: argparse.Namespace, now: datetime) -> None:
    folder = OfficeFolder(options.office)
    request = read_enrolment(_read(options.request))
    roster = enrol(folder.with_lender(folder.roster, now), request, now)
    folder.publish(roster)
    print(f"{request.worker_label} is enrolled as worker:{request.worker}, on device:{request.device}.")
    print(f"Compare with the worker: laptop {request.device_key.fingerprint}")
    print(f"                         worker {request.worker_key.fingerprint}")
    if not request.recipient:
        print(
            "No records can be lent to this laptop: its request was made by an older Doorstep. A newer one asks anew."
        )
    print(f"If they differ, revoke both. Otherwise hand over {folder.roster_file}, serial {roster.serial}.")


def _revoke(options: argparse.Namespace, now: datetime) -> None:
    folder = OfficeFolder(options.office)
    roster = revoke(folder.roster, options.principal, now)
    folder.publish(roster)
    print(f"{options.principal} may sign nothing any more. The roster is now serial {roster.serial}.")


def _verify(options: argparse.Namespace, now: datetime) -> None:
    folder = OfficeFolder(options.office)
    opened = open_bundle(options.file, folder.identities, folder.roster, now)
    print(f"{options.file.name} is whole, for this office, and signed by people it knows.")
    print("\n".join(lines_of(opened)))


def _intake(options: argparse.Namespace, now: datetime) -> None:
    folder = OfficeFolder(options.office)
    store = Store.open(folder.database_url)
    try:
        taken = take_in(folder, store, options.file, now)
    finally:
        store.close()
    told = "duplicate: it was received before; the receipt is the same." if taken.duplicate else "stored."
    print(f"Bundle {taken.stored.number} of {taken.stored.device}: {told}")
    print("\n".join(lines_of(taken.opened)))
    if taken.stored.chain is not Chain.WHOLE:
        print(f"Note        {CHAINS[taken.stored.chain]}")
    print(f"Hand back   {taken.receipt}")


def _recover(options: argparse.Namespace, now: datetime) -> None:
    folder = OfficeFolder(options.office)
    file = options.passphrase_file
    store = Store.open(folder.database_url)
    try:
        note = recover_vault(
            options.folder,
            options.out,
            folder.identity_files if options.identity is None else (options.identity,),
            _ask_passphrase if file is None else lambda: _first_line(file),
            store=store,
            office=folder.roster.office,
            by=options.by,
            at=now,
            damaged=options.salvage,
        )
    finally:
        store.close()
    holds = counted(note.assessments or 0, "assessment")
    print(f"The vault of {printable(note.device)} is copied to {options.out}, with {holds}.")
    print(f"It was opened with the key {note.key}. {options.folder} is as it was.")
    print("That it was recovered stands in its journal and in this office's database, and the worker will be told.")


def _sign_pack(options: argparse.Namespace, _now: datetime) -> None:
    office = OfficeFolder(options.office)
    pack, path = sign_pack(office, options.folder, options.out or office.packs)
    print(f"{pack.head.title}, version {pack.head.version} of {day_words(pack.head.issued)}, is signed.")
    if isinstance(pack, LegalPack) and pack.unsigned:
        print(f"Note: {counted(len(pack.unsigned), 'text')} still without legal sign-off: {', '.join(pack.unsigned)}.")
    print(f"Hand over {path}. Laptops use it for assessments that begin from then on.")


def _learning(options: argparse.Namespace, now: datetime) -> None:
    office = OfficeFolder(options.office)
    office.require_learning()
    store = Store.open(office.database_url)
    try:
        summary = summarise(store.newest_records(), now.date())
    finally:
        store.close()
    as_table = options.out.suffix.casefold() == ".csv"
    write_whole(options.out, as_csv(summary) if as_table else as_json(summary))
    print(f"{counted(len(summary.tables), 'table')} are in {options.out}.")
    print(f"Numbers below {summary.fewest} are left out, the others are to the nearest {summary.rounded_to}.")


def _lend(options: argparse.Namespace, now: datetime) -> None:
    folder = OfficeFolder(options.office)
    laptop = laptop_of(folder.roster, options.to)
    until = now.astimezone().date() + timedelta(options.days)
    store = Store.open(folder.database_url)
    try:
        ids = set(options.records)
        if options.person is not None:
            ids.update(newest_of_each_form(store, options.person))
        out = options.out or folder.visits
        lent = lend(folder, store, ids, laptop=laptop, by=options.by, at=now, until=until, out=out)
    finally:
        store.close()
    pictures = sum(each.pictures for each in lent.pack.records)
    print(f"{counted(len(lent.pack.records), 'record')} lent to {laptop.device}, until {day_words(until)}.")
    for each in lent.pack.records:
        print(printable(f"  {each.record.id}: {each.definition.title} of {each.record.person.name}"))
    if pictures:
        print(f"{counted(pictures, 'picture')} stayed here: pictures are not lent.")
    print("What people said about a worker's own work is never lent.")
    print(f"Hand over   {lent.path}")


def _list_people(store: Store, search: str) -> None:
    heads = people_named(store.record_heads(), search)
    print(f"{counted(len(heads), 'record')} of people of that name")
    for head in heads:
        whose = f"{head.person.name}, person {head.person.id}"
        print(printable(f"  {head.id}: {whose}, {head.form.form}, {head.status}, {day_words(head.changed_at)}"))


def _ask_passphrase() -> str:
    """Ask twice, so that a slip of the finger is not the new passphrase. Empty when there is nobody to ask."""
    try:
        while (first := getpass.getpass("New passphrase: ")) != getpass.getpass("The same again: "):
            print("They differ. Once more:")
    except EOFError:
        return ""
    return first


def _first_line(path: Path) -> str:
    try:
        return path.read_text("utf-8").partition("\n")[0].rstrip("\r")
    except (OSError, UnicodeDecodeError) as error:
        raise EnvironmentFaultError(what=f"{path} cannot be read") from error


def _list(options: argparse.Namespace, _now: datetime) -> None:
    folder = OfficeFolder(options.office)
    if options.name:
        store = Store.open(folder.database_url)
        try:
            _list_people(store, " ".join(options.name))
        finally:
            store.close()
        return
    roster = folder.roster
    print(f"{roster.office}, roster serial {roster.serial}")
    for signer in roster.signers:
        print(f"  {signer_words(signer)}, until {day_words(signer.valid_before)}")
    store = Store.open(folder.database_url)
    try:
        bundles, waiting, recoveries, loans = store.bundles(), store.waiting(), store.recoveries(), store.loans()
    finally:
        store.close()
    print(f"{len(bundles)} received")
    for each in bundles:
        words = f"  {each.device} {each.number}, {time_words(each.received_at)}: record {each.record}, {each.status}"
        print(printable(f"{words}. {CHAINS[each.chain]}".rstrip()))
    print(f"{len(waiting)} in quarantine")
    for one in waiting:
        print(f"  {one.sha256[:16]}: {one.reason}, since {time_words(one.at)}")
    print(f"{counted(len(recoveries), 'vault')} opened with a key of this office")
    for note in recoveries:
        outcome = "no copy made" if note.assessments is None else counted(note.assessments, "assessment")
        print(printable(f"  {note.device} by {note.by}, {time_words(note.at)}: {outcome}, key {note.key}"))
    print(f"{counted(len(loans), 'visit pack')} lent")
    for loan in loans:
        until = f"until {day_words(loan.until)}"
        words = (
            f"  {loan.device} ({loan.worker}) by {loan.by}, {time_words(loan.at)}, {until}: {', '.join(loan.records)}"
        )
        print(printable(words))


def _read(path: Path) -> bytes:
    try:
        with path.open("rb") as file:
            return file.read(LIMITS.letter + 1)
    except OSError as error:
        raise BundleUnreadableError(file=path.name, what=error.strerror or "read") from error


if __name__ == "__main__":
    sys.exit(main())
