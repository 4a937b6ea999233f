"""A vault that any released Doorstep left opens with this one, and holds what it held."""

from __future__ import annotations

import shutil
from datetime import date
from pathlib import Path

import pytest

from doorstep.assessment.beside import LinkKind
from doorstep.assessment.facts import RecordRemoved
from doorstep.vault import migration
from doorstep.vault.database import Vault
from vault.visits import CHEAP, PASSPHRASE, START, Clock, key, whole_visit

HERE = Path(__file__).parent


def opened(schema: int, tmp_path: Path) -> Vault:
    """Open a copy: the golden vault itself is never written to."""
    shutil.copytree(HERE / f"schema-{schema}", tmp_path / "vault")
    return Vault.open(tmp_path / "vault", PASSPHRASE, clock=Clock(), kdf_floor=CHEAP)


def test_every_schema_has_its_golden_vault() -> None:
    assert sorted(path.name for path in HERE.glob("schema-*")) == [
        f"schema-{number}" for number in range(1, migration.known_version() + 1)
    ]


@pytest.mark.parametrize("schema", range(1, migration.known_version() + 1))
def test_it_opens_whole_and_is_brought_up_to_date(schema: int, tmp_path: Path) -> None:
    with opened(schema, tmp_path) as vault:
        vault.verify_chain()
        assert vault.differing_records() == ()
        assert (vault.lost, vault.interrupted) == (None, None)
        assert vault._database.run("PRAGMA user_version") == [(migration.known_version(),)]
        second = vault.record("r2")
        assert second.by_key[key("na_day")].value == "The garden, most of all"
        assert vault.drafts("r2")[key("na_night")].text == "half a sentence"
        assert vault.search("garden") == ("r2",)
        older = schema < migration.known_version()
        assert len(vault.snapshots()) == (1 if older else 0)  # what it was before is kept


def test_the_first_schema(tmp_path: Path) -> None:
    with opened(1, tmp_path) as vault:
        told = [entry.kind for entry in vault.journal("r1")]
        assert told == [str(fact.__struct_config__.tag) for fact in whole_visit()]
        record = vault.record("r1")
        assert record.person.name == "Ann Bell"
        assert record.by_key[key("na_day")].value == "I get up at six, the cat insists"
        assert record.signed is not None
        assert [receipt.office for receipt in record.receipts] == ["Borchester"]
        assert vault.attachment(vault.put_attachment(b"a small picture", "image/png")) == b"a small picture"
        assert vault._database.run("SELECT count(*) FROM attachment") == [(1,)]
        assert vault.setting("worker") == b'{"id":"w1","name":"Jo Marsh"}'


def test_the_second_schema(tmp_path: Path) -> None:
    with opened(2, tmp_path) as vault:
        [stone] = vault.tombstones()
        assert (stone.record, stone.removed) == (
            "r1",
            RecordRemoved(START, "w1", 1, "b" * 64, START, "Borchester"),
        )
        assert [line.id for line in vault.records()] == ["r2"]


def test_the_third_schema(tmp_path: Path) -> None:
    with opened(3, tmp_path) as vault:
        beside = vault.record("r2").beside
        assert [(link.kind, link.record) for link in beside.links] == [(LinkKind.FOLLOWS, "r1")]
        assert [(jot.words, jot.filed) for jot in beside.jots] == [("ask about the cat", (key("na_night"),))]
        assert [(tag.words, tag.about) for tag in beside.tags] == [("The garden", "oc_home")]
        assert [(pause.reason, pause.ended) for pause in beside.pauses] == [
            ("wants to ask her sister", date(2026, 10, 12))
        ]
        assert [basis.reason for basis in beside.bases] == [key("na_day")]
        assert [pack.version for pack in beside.packs] == ["2026.10"]
